/** Gradient boosting over histograms, whose trees know missing values and categories. */
@NullMarked
package io.bulkhead.plugin.sklearn.boosting;

import org.jspecify.annotations.NullMarked;
