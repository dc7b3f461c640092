package io.bulkhead.plugin.sklearn.kernel;

import io.bulkhead.plugin.sklearn.estimator.Nearest;
import io.bulkhead.plugin.sklearn.estimator.Points;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import java.util.function.DoubleUnaryOperator;

/**
 * A kernel that is a function of one sum over the columns.
 *
 * @param ofSquares whether it sums squares of differences, not products
 * @param finish what the kernel is of that sum
 */
record SumKernel(boolean ofSquares, DoubleUnaryOperator finish) implements Kernel {
    @Override
    public double of(double[] a, int atA, double[] b, int atB, int count) {
        return finish.applyAsDouble(
                ofSquares
                        ? Nearest.squaredAt(a, atA, b, atB, count)
                        : Rows.dot(a, atA, b, atB, count));
    }

    void fill(double[] values, int at, Points points, double[] alike) {
        if (ofSquares) {
            points.squares(values, at, alike);
        } else {
            points.products(values, at, alike);
        }
        for (int i = 0; i < points.count(); i++) {
            alike[i] = finish.applyAsDouble(alike[i]);
        }
    }
}
