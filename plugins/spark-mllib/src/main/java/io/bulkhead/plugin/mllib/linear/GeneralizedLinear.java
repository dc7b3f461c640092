package io.bulkhead.plugin.mllib.linear;

import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.row.Cell;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** GeneralizedLinearRegressionModel: families, links, offsets. */
public final class GeneralizedLinear {
    /** What a mean must not reach, for families that end there. */
    private static final double EPSILON = 1e-16;

    private GeneralizedLinear() {}

    public static void read(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        Group data = saved.row();
        Params params = saved.params();
        double[] coefficients = LinearAlgebra.vector(data, "coefficients");
        double intercept = data.number("intercept");
        DoubleUnaryOperator mean = mean(params);
        String column = params.text("featuresCol", "features");
        int features = pipeline.input(Column.vector(column, coefficients.length));
        Optional<String> offsetName = params.column("offsetCol");
        int offset =
                offsetName.isPresent()
                        ? pipeline.input(Column.number(offsetName.get()))
                        : pipeline.scratch();
        Optional<String> linkName = params.column("linkPredictionCol");
        int link = pipeline.output(linkName, Column.number(linkName.orElse("")));
        int prediction = RegressionStage.prediction(saved, pipeline);
        boolean hasOffset = offsetName.isPresent();
        int[] reads = hasOffset ? new int[] {features, offset} : new int[] {features};
        pipeline.step(
                reads,
                new int[] {link, prediction},
                (Cell[] row) -> {
                    double eta = row[features].vector(coefficients.length).dot(coefficients);
                    eta += intercept + (hasOffset ? row[offset].number() : 0);
                    row[link].setNumber(eta);
                    row[prediction].setNumber(mean.applyAsDouble(eta));
                });
    }

    private static DoubleUnaryOperator mean(Params params) throws MalformedModelException {
        String family = params.text("family", "gaussian").toLowerCase(Locale.ROOT);
        double variancePower = params.number("variancePower", 0);
        DoubleUnaryOperator unlink =
                family.equals("tweedie")
                        ? power(params.number("linkPower", 1 - variancePower))
                        : link(params.text("link", canonical(family)).toLowerCase(Locale.ROOT));
        DoubleUnaryOperator bounds = bounds(family, variancePower);
        return eta -> bounds.applyAsDouble(unlink.applyAsDouble(eta));
    }

    private static String canonical(String family) {
        return switch (family) {
            case "binomial" -> "logit";
            case "poisson" -> "log";
            case "gamma" -> "inverse";
            default -> "identity";
        };
    }

    private static DoubleUnaryOperator link(String name) throws MalformedModelException {
        return switch (name) {
            case "identity" -> eta -> eta;
            case "log" -> Math::exp;
            case "inverse" -> eta -> 1 / eta;
            case "logit" -> eta -> 1 / (1 + Math.exp(-eta));
            case "probit" -> NormalDistribution::cumulative;
            case "cloglog" -> eta -> 1 - Math.exp(-Math.exp(eta));
            case "sqrt" -> eta -> eta * eta;
            default -> throw new MalformedModelException("link '" + name + "' is not supported");
        };
    }

    private static DoubleUnaryOperator power(double power) throws MalformedModelException {
        if (power == 0) {
            return link("log");
        }
        if (power == 1) {
            return link("identity");
        }
        if (power == -1) {
            return link("inverse");
        }
        return power == 0.5 ? link("sqrt") : eta -> Math.pow(eta, 1 / power);
    }

    private static DoubleUnaryOperator bounds(String family, double variancePower)
            throws MalformedModelException {
        return switch (family) {
            case "gaussian" -> GeneralizedLinear::finite;
            case "binomial" -> mean -> Math.min(Math.max(mean, EPSILON), 1 - EPSILON);
            case "poisson", "gamma" -> GeneralizedLinear::positive;
            case "tweedie" ->
                    variancePower == 0 ? GeneralizedLinear::finite : GeneralizedLinear::positive;
            default ->
                    throw new MalformedModelException("family '" + family + "' is not supported");
        };
    }

    private static double finite(double mean) {
        return Math.max(-Double.MAX_VALUE, Math.min(mean, Double.MAX_VALUE));
    }

    private static double positive(double mean) {
        return Math.max(EPSILON, Math.min(mean, Double.MAX_VALUE));
    }
}
