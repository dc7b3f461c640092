package io.bulkhead.plugin.xgboost.kernel;

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
}
