package io.bulkhead.plugin.mllib.pipeline;

/**
 * A kernel and the columns it touches.
 *
 * @param reads numbers of columns that must be there
 * @param writes numbers of columns that it fills
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Step(int[] reads, int[] writes, Kernel kernel) {}
