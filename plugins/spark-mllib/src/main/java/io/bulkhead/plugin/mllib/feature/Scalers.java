package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.Arrays;

/** Scalers: each value by itself, shifted and stretched. */
public final class Scalers {
    private Scalers() {}

    /** StandardScalerModel. */
    public static void readStandard(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        Group row = saved.row();
        Params params = saved.params();
        double[] deviations = LinearAlgebra.vector(row, "std");
        double[] factors =
                params.flag("withStd", true) ? inverses(deviations) : ones(deviations.length);
        double[] means = LinearAlgebra.vector(row, "mean");
        addScaler(saved, pipeline, means, factors, params.flag("withMean", false));
    }

    /** RobustScalerModel. */
    public static void readRobust(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        Group row = saved.row();
        Params params = saved.params();
        double[] ranges = LinearAlgebra.vector(row, "range");
        double[] factors =
                params.flag("withScaling", true) ? inverses(ranges) : ones(ranges.length);
        double[] medians = LinearAlgebra.vector(row, "median");
        addScaler(saved, pipeline, medians, factors, params.flag("withCentering", false));
    }

    /** MaxAbsScalerModel. */
    public static void readMaxAbs(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        double[] factors = LinearAlgebra.vector(saved.row(), "maxAbs").clone();
        for (int i = 0; i < factors.length; i++) {
            factors[i] = factors[i] == 0 ? 1 : 1 / factors[i];
        }
        addScaler(saved, pipeline, factors, factors, false);
    }

    /** ElementwiseProduct. */
    public static void readProduct(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        double[] factors = saved.params().vector("scalingVec");
        addScaler(saved, pipeline, factors, factors, false);
    }

    private static void addScaler(
            SavedStage saved,
            PipelineBuilder pipeline,
            double[] centres,
            double[] factors,
            boolean centred)
            throws MalformedModelException {
        int size = factors.length;
        if (centred && centres.length != size) {
            throw new MalformedModelException("its vectors differ in size");
        }
        Transform.addVectors(
                saved,
                pipeline,
                size,
                size,
                centred
                        ? (from, to) -> shift(from, to, centres, factors)
                        : (from, to) -> stretch(from, to, factors));
    }

    private static void shift(
            VectorBuffer from, VectorBuffer to, double[] centres, double[] factors) {
        double[] values = to.dense(factors.length);
        from.writeTo(values, 0);
        for (int i = 0; i < factors.length; i++) {
            values[i] = (values[i] - centres[i]) * factors[i];
        }
    }

    /** What is 0 stays 0, so a sparse vector stays sparse. */
    private static void stretch(VectorBuffer from, VectorBuffer to, double[] factors) {
        to.copyOf(from);
        double[] values = to.values();
        for (int i = 0; i < to.count(); i++) {
            values[i] *= factors[to.index(i)];
        }
    }

    /** MinMaxScalerModel. */
    public static void readMinMax(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        Group row = saved.row();
        double[] lowest = LinearAlgebra.vector(row, "originalMin");
        double[] highest = LinearAlgebra.vector(row, "originalMax");
        double min = saved.params().number("min", 0);
        double max = saved.params().number("max", 1);
        if (lowest.length != highest.length) {
            throw new MalformedModelException("its vectors differ in size");
        }
        double[] factors = new double[lowest.length];
        for (int i = 0; i < factors.length; i++) {
            double range = highest[i] - lowest[i];
            factors[i] = range == 0 ? 0 : (max - min) / range;
        }
        Transform.addVectors(
                saved,
                pipeline,
                factors.length,
                factors.length,
                (from, to) -> {
                    double[] values = to.dense(factors.length);
                    from.writeTo(values, 0);
                    for (int i = 0; i < factors.length; i++) {
                        boolean constant = factors[i] == 0 && !Double.isNaN(values[i]);
                        values[i] =
                                constant
                                        ? (min + max) / 2
                                        : (values[i] - lowest[i]) * factors[i] + min;
                    }
                });
    }

    /** Normalizer: each row as a whole. */
    public static void readNormalizer(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        double power = saved.params().number("p", 2);
        Transform.addVectors(
                saved,
                pipeline,
                Column.ANY_SIZE,
                Column.ANY_SIZE,
                (from, to) -> {
                    to.copyOf(from);
                    double norm = norm(from, power);
                    double[] values = to.values();
                    for (int i = 0; i < to.count() && norm != 0; i++) {
                        values[i] /= norm;
                    }
                });
    }

    private static double norm(VectorBuffer row, double power) {
        double sum = 0;
        for (int i = 0; i < row.count(); i++) {
            double size = Math.abs(row.value(i));
            if (power == 2) {
                sum += size * size;
            } else if (power == 1) {
                sum += size;
            } else if (Double.isInfinite(power)) {
                sum = Math.max(sum, size);
            } else {
                sum += Math.pow(size, power);
            }
        }
        if (power == 2) {
            return Math.sqrt(sum);
        }
        return power == 1 || Double.isInfinite(power) ? sum : Math.pow(sum, 1 / power);
    }

    private static double[] inverses(double[] values) {
        double[] inverses = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            inverses[i] = values[i] == 0 ? 0 : 1 / values[i];
        }
        return inverses;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
