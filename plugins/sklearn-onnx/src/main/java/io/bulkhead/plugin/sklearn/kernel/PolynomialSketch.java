package io.bulkhead.plugin.sklearn.kernel;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * PolynomialCountSketch: features are thrown into so many buckets, once for each degree, and the
 * sketches are convolved. scikit-learn does that in the frequency domain; the numbers are the same.
 */
public final class PolynomialSketch implements Estimator {
    private final Features features;
    private final int buckets;
    private final double scale;
    private final double constant;
    private final long[] places;
    private final double[] signs;
    private final int width;

    private PolynomialSketch(Attributes attributes) throws PickleException {
        this.features = Features.of(attributes);
        this.buckets = attributes.integer("n_components");
        this.scale = Math.sqrt(attributes.findNumber("gamma").orElse(1.0));
        double coef0 = attributes.findNumber("coef0").orElse(0.0);
        this.constant = Math.sqrt(coef0);
        this.places = attributes.array("indexHash_").toLongs();
        this.signs = attributes.numbers("bitHash_");
        this.width = features.count() + (coef0 == 0 ? 0 : 1);
        boolean outside = Arrays.stream(places).anyMatch(place -> place < 0 || place >= buckets);
        if (outside || places.length == 0 || places.length % width != 0) {
            throw new PickleException(attributes.owner() + " has buckets that do not fit");
        }
        if (signs.length != places.length) {
            throw new PickleException(attributes.owner() + " has no sign for each bucket");
        }
    }

    public static PolynomialSketch read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new PolynomialSketch(attributes);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] answers = new double[matrix.rows() * buckets];
        for (int row = 0; row < matrix.rows(); row++) {
            double[] product = sketch(matrix, row, 0);
            for (int from = width; from < places.length; from += width) {
                product = convolved(product, sketch(matrix, row, from));
            }
            System.arraycopy(product, 0, answers, row * buckets, buckets);
        }
        return Rows.matrix(answers, buckets);
    }

    private double[] sketch(Matrix matrix, int row, int from) {
        double[] sketch = new double[buckets];
        for (int i = 0; i < width; i++) {
            double value =
                    i < features.count()
                            ? scale * matrix.values()[row * features.count() + i]
                            : constant;
            sketch[(int) places[from + i]] += signs[from + i] * value;
        }
        return sketch;
    }

    private double[] convolved(double[] a, double[] b) {
        double[] product = new double[buckets];
        for (int i = 0; i < buckets; i++) {
            for (int j = 0; j < buckets; j++) {
                product[(i + j) % buckets] += a[i] * b[j];
            }
        }
        return product;
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return IntStream.range(0, buckets).mapToObj(i -> "polynomialcountsketch" + i).toList();
    }
}
