package io.bulkhead.plugin.catboost;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.OutputName;
import io.bulkhead.plugin.trees.Outputs;
import java.util.Arrays;
import java.util.List;

/** Gives numbers, as {@code CatBoostRegressor} and {@code CatBoostRanker} do. */
record Regressor(int dimension, Link link) implements Estimator {
    /** What becomes of raw values. */
    enum Link {
        NONE,
        /** Losses on the logarithm of the target. */
        EXP,
        /** A mean and the logarithm of a standard deviation, which becomes a variance. */
        VARIANCE
    }

    static Regressor of(ModelDocument document) throws MalformedModelException {
        Link link =
                switch (document.info().lossFunction()) {
                    case "Poisson", "Tweedie" -> Link.EXP;
                    case "RMSEWithUncertainty" -> Link.VARIANCE;
                    default -> Link.NONE;
                };
        if (link == Link.VARIANCE && document.dimension() != 2) {
            throw new MalformedModelException(
                    "a mean and a variance, but " + document.dimension() + " values for a row");
        }
        return new Regressor(document.dimension(), link);
    }

    @Override
    public List<OutputName> names() {
        return dimension == 1
                ? List.of(OutputName.PREDICT, OutputName.EXPONENT)
                : List.of(OutputName.PREDICT);
    }

    @Override
    public Tensor answer(Outputs.Wanted wanted, double[] raw, RowShape rows) {
        double[] values = wanted.output() == OutputName.EXPONENT ? exponents(raw) : linked(raw);
        return Estimator.raw(wanted.name(), values, dimension, rows);
    }

    private static double[] exponents(double[] raw) {
        return Arrays.stream(raw).map(Math::exp).toArray();
    }

    private double[] linked(double[] raw) {
        if (link == Link.NONE) {
            return raw;
        }
        double[] values = raw.clone();
        int step = link == Link.EXP ? 1 : 2;
        for (int i = step - 1; i < values.length; i += step) {
            values[i] = Math.exp(step * raw[i]);
        }
        return values;
    }

    @Override
    public List<TensorMetadata> outputs() {
        return names().stream()
                .map(name -> Estimator.described(name, Datatype.FP64, dimension))
                .toList();
    }
}
