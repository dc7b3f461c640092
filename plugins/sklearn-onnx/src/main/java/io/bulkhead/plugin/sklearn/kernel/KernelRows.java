package io.bulkhead.plugin.sklearn.kernel;

import io.bulkhead.plugin.sklearn.estimator.Points;

/** Rows that others are compared with by a kernel. */
public final class KernelRows {
    private final Kernel kernel;
    private final double[] rows;
    private final Points points;
    private final int width;

    /**
     * @param rows row by row
     * @param width numbers of a row
     */
    public KernelRows(Kernel kernel, double[] rows, int width) {
        boolean bySums = kernel instanceof SumKernel;
        this.kernel = kernel;
        this.rows = bySums ? new double[0] : rows;
        this.points = new Points(bySums ? rows : new double[0], width);
        this.width = width;
    }

    /** Fills in how alike a row is to each of these. */
    public void fill(double[] values, int at, double[] alike) {
        if (kernel instanceof SumKernel sums) {
            sums.fill(values, at, points, alike);
            return;
        }
        if (kernel == Kernel.PRECOMPUTED) {
            System.arraycopy(values, at, alike, 0, width);
            return;
        }
        for (int i = 0; i * width < rows.length; i++) {
            alike[i] = kernel.of(values, at, rows, i * width, width);
        }
    }
}
