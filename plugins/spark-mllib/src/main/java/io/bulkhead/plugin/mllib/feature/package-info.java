/** Transformers of numbers, categories and vectors. */
@NullMarked
package io.bulkhead.plugin.mllib.feature;

import org.jspecify.annotations.NullMarked;
