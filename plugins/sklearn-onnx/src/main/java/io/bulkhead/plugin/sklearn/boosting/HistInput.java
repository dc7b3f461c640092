package io.bulkhead.plugin.sklearn.boosting;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What boosting over histograms takes. Since scikit-learn 1.4 categories are encoded first, and
 * their columns then come before the others.
 */
final class HistInput {
    private final Features features;
    private final Optional<Encoded> encoded;

    /** Which columns are categories, and how they become numbers. */
    private static final class Encoded {
        private final int[] categorical;
        private final int[] numerical;
        private final Estimator encoder;

        Encoded(boolean[] isCategorical, Estimator encoder) {
            this.categorical = columns(isCategorical, true);
            this.numerical = columns(isCategorical, false);
            this.encoder = encoder;
        }

        private static int[] columns(boolean[] isCategorical, boolean wanted) {
            return IntStream.range(0, isCategorical.length)
                    .filter(column -> isCategorical[column] == wanted)
                    .toArray();
        }

        Matrix apply(Values input, String owner) {
            Values categories = input.select(categorical, owner);
            Matrix codes = encoder.apply(Method.TRANSFORM, categories).numbers(owner);
            Matrix numbers = input.select(numerical, owner).numbers(owner);
            int width = codes.columns() + numbers.columns();
            double[] joined = new double[input.rows() * width];
            for (int row = 0; row < input.rows(); row++) {
                copy(codes, row, joined, row * width);
                copy(numbers, row, joined, row * width + codes.columns());
            }
            return new Matrix(input.rows(), width, joined, false);
        }

        private static void copy(Matrix from, int row, double[] to, int at) {
            System.arraycopy(from.values(), row * from.columns(), to, at, from.columns());
        }
    }

    private HistInput(Features features, Optional<Encoded> encoded) {
        this.features = features;
        this.encoded = encoded;
    }

    static HistInput read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        if (attributes.find("_preprocessor").isEmpty()) {
            return new HistInput(features, Optional.empty());
        }
        boolean[] isCategorical = flags(attributes.array("is_categorical_"));
        if (isCategorical.length != features.count()) {
            throw new PickleException(attributes.owner() + " knows other columns than it takes");
        }
        Attributes preprocessor = attributes.member(attributes.require("_preprocessor"));
        Estimator encoder = converter.convert(encoder(preprocessor));
        return new HistInput(features, Optional.of(new Encoded(isCategorical, encoder)));
    }

    private static Object encoder(Attributes preprocessor) throws PickleException {
        for (Object item : preprocessor.items("transformers_")) {
            if (Attributes.itemsOf(item).filter(each -> each.contains("encoder")).isPresent()) {
                return Attributes.itemsOf(item).orElseThrow().get(1);
            }
        }
        throw new PickleException("histogram boosting has categories without an encoder");
    }

    private static boolean[] flags(NdArray array) throws PickleException {
        double[] values = array.toDoubles();
        boolean[] flags = new boolean[values.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = values[i] != 0;
        }
        return flags;
    }

    int count() {
        return features.count();
    }

    Matrix of(Values input) {
        return encoded.isPresent()
                ? encoded.get().apply(features.checked(input), features.owner())
                : features.numbers(input);
    }
}
