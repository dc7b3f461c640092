package io.bulkhead.plugin.xgboost.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The learned part of a model, ready to run. Immutable and safe for use by many threads; what a
 * call needs it makes once, however many rows there are.
 */
interface MarginKernel {
    /**
     * Adds to each row's margins.
     *
     * @param rows values row by row; NaN is missing
     * @param rowCount the number of rows
     * @param margins row by row; holds the base margins
     */
    void addMargins(float[] rows, int rowCount, float[] margins);

    /** Shares margins out among the features, if what the file says is enough for that. */
    @Nullable Attribution attribution();
}
