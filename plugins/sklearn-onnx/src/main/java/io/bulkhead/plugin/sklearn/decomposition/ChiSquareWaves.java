package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.DtypeParameter;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** AdditiveChi2Sampler: for each feature some waves of its logarithm. */
public final class ChiSquareWaves implements Estimator {
    private final Features features;
    private final int steps;
    private final double interval;

    private ChiSquareWaves(Features features, int steps, double interval) {
        this.features = features;
        this.steps = steps;
        this.interval = interval;
    }

    public static ChiSquareWaves read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        int steps = attributes.integer("sample_steps");
        Optional<Double> interval =
                attributes
                        .findNumber("sample_interval_")
                        .or(() -> attributes.findNumber("sample_interval"));
        double usual =
                switch (steps) {
                    case 1 -> 0.8;
                    case 2 -> 0.5;
                    default -> 0.4;
                };
        if (steps < 1 || steps > 1_000 || (steps > 3 && interval.isEmpty())) {
            throw attributes.unsupported("sample_steps", steps);
        }
        return new ChiSquareWaves(Features.of(attributes), steps, interval.orElse(usual));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int count = features.count();
        int width = count * (2 * steps - 1);
        double[] answer = new double[matrix.rows() * width];
        for (int i = 0; i < matrix.values().length; i++) {
            double value = matrix.values()[i];
            if (value < 0) {
                throw ServingException.unprocessable(
                        "Negative values in data passed to X in AdditiveChi2Sampler.transform");
            }
            if (value > 0) {
                waves(value, answer, i / count * width + i % count);
            }
        }
        return DtypeParameter.asGiven(
                new Matrix(matrix.rows(), width, answer, matrix.precision()), input);
    }

    private void waves(double value, double[] answer, int at) {
        int count = features.count();
        answer[at] = Math.sqrt(value * interval);
        double angle = interval * Math.log(value);
        for (int step = 1; step < steps; step++) {
            double damping = Math.cosh(Math.PI * step * interval);
            double height = Math.sqrt(2 * value * interval / damping);
            answer[at + (2 * step - 1) * count] = height * Math.cos(step * angle);
            answer[at + 2 * step * count] = height * Math.sin(step * angle);
        }
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return IntStream.range(0, 2 * steps - 1)
                .boxed()
                .flatMap(i -> inputNames.stream().map(name -> name(name, i)))
                .toList();
    }

    private String name(String input, int i) {
        String feature = features.owner().toLowerCase(Locale.ROOT) + "_" + input;
        if (i == 0) {
            return feature + "_sqrt";
        }
        return feature + (i % 2 == 1 ? "_cos" : "_sin") + (i + 1) / 2;
    }
}
