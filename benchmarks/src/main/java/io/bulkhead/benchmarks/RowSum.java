package io.bulkhead.benchmarks;

import io.bulkhead.api.typed.Input;
import io.bulkhead.api.typed.Output;
import io.bulkhead.api.typed.Predict;

/** A runtime of the simple way, for {@link AdapterBenchmark}. */
public final class RowSum {
    @Predict(computeOnly = true)
    @Output("sum")
    double[] sum(double[][] rows, @Input(defaultValue = "1") double factor) {
        double[] sums = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double sum = 0;
            for (double value : rows[i]) {
                sum += value;
            }
            sums[i] = factor * sum;
        }
        return sums;
    }
}
