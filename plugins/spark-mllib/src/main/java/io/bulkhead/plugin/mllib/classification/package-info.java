/** Classifiers, and what they have in common. */
@NullMarked
package io.bulkhead.plugin.mllib.classification;

import org.jspecify.annotations.NullMarked;
