/** Transformers of text and of lists of words. */
@NullMarked
package io.bulkhead.plugin.mllib.text;

import org.jspecify.annotations.NullMarked;
