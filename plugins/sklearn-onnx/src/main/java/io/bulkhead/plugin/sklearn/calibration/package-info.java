/** Scores of classifiers made into probabilities. */
@NullMarked
package io.bulkhead.plugin.sklearn.calibration;

import org.jspecify.annotations.NullMarked;
