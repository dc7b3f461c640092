package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Set;

/** DictionaryLearning and SparseCoder: rows as sums of a few atoms of a dictionary. */
public final class SparseCodes implements Estimator {
    /** A table of all pairs of them is kept. */
    private static final int MOST_ATOMS = 8192;

    private final Features features;
    private final double[] atoms;
    private final SparseCoding coding;
    private final int width;
    private final boolean split;
    private final boolean single;

    /** Whether the answer has the precision of the rows, too, or of the dictionary alone. */
    private final boolean byRows;

    private SparseCodes(Attributes attributes, Features features, NdArray dictionary)
            throws PickleException {
        this.features = features;
        this.atoms = dictionary.toDoubles();
        if (features.count() <= 0 || atoms.length == 0 || atoms.length % features.count() != 0) {
            throw new PickleException(attributes.owner() + " has atoms of other features");
        }
        this.width = atoms.length / features.count();
        if (width > MOST_ATOMS) {
            throw attributes.unsupported("number of atoms", width);
        }
        this.split = attributes.flag("split_sign", false);
        String algorithm = algorithm(attributes);
        boolean newest = attributes.writtenBy(1, 8);
        boolean pursuit = algorithm.equals("omp");
        boolean descent = algorithm.equals("lasso_cd");
        boolean oldest = (pursuit || descent) && !attributes.writtenBy(1, 1);
        this.byRows = algorithm.equals("threshold") || (newest && pursuit);
        this.single = !oldest && (dictionary.isSingle() || (newest && pursuit));
        double[] alike = SquareMatrix.timesTransposed(atoms, atoms, features.count());
        this.coding = coding(attributes, alike, dictionary.isSingle());
    }

    /** DictionaryLearning and MiniBatchDictionaryLearning. */
    public static SparseCodes readFitted(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new SparseCodes(
                attributes, Features.of(attributes), attributes.array("components_"));
    }

    /** SparseCoder, which is never fitted: its features are those of its dictionary. */
    public static SparseCodes readGiven(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        NdArray dictionary = attributes.array("dictionary");
        int count = dictionary.rank() == 2 ? dictionary.size(1) : 0;
        return new SparseCodes(
                attributes, new Features(attributes.owner(), count, List.of()), dictionary);
    }

    private SparseCoding coding(Attributes attributes, double[] alike, boolean ofSingle)
            throws PickleException {
        int atMost =
                attributes
                        .findNumber("transform_n_nonzero_coefs")
                        .map(Double::intValue)
                        .orElse((int) Math.min(Math.max(features.count() / 10.0, 1), width));
        double penalty =
                attributes
                        .findNumber("transform_alpha")
                        .or(() -> attributes.findNumber("alpha"))
                        .orElse(1.0);
        boolean positive = attributes.flag("positive_code", false);
        if (atMost < 1 || atMost > width) {
            throw attributes.unsupported("transform_n_nonzero_coefs", atMost);
        }
        int rounds = attributes.findNumber("transform_max_iter").orElse(1000.0).intValue();
        return switch (algorithm(attributes)) {
            case "omp" -> new MatchingPursuit(alike, atMost, ofSingle);
            case "lars" -> new LeastAngles(alike, atMost);
            case "lasso_lars" -> CoordinateDescent.exact(alike, penalty, positive);
            case "lasso_cd" ->
                    CoordinateDescent.of(
                            alike,
                            penalty,
                            positive,
                            rounds,
                            attributes.writtenBy(1, 8) ? 1e-8 : 1e-4);
            case "threshold" -> SparseCoding.threshold(penalty, positive);
            default -> throw attributes.unsupported("transform_algorithm", algorithm(attributes));
        };
    }

    private static String algorithm(Attributes attributes) throws PickleException {
        return attributes.text("transform_algorithm", "omp");
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] products = SquareMatrix.timesTransposed(matrix.values(), atoms, features.count());
        double[] codes = new double[products.length];
        double[] own = new double[width];
        int count = features.count();
        for (int row = 0; row < matrix.rows(); row++) {
            System.arraycopy(products, row * width, own, 0, width);
            double[] values = matrix.values();
            double square = Rows.dot(values, row * count, values, row * count, count);
            System.arraycopy(coding.code(own, square), 0, codes, row * width, width);
        }
        boolean ofSingle = single && (!byRows || matrix.single());
        return split
                ? new Matrix(matrix.rows(), 2 * width, split(codes), false)
                : new Matrix(matrix.rows(), width, codes, ofSingle);
    }

    /** What is above zero, and behind it what is below. */
    private double[] split(double[] codes) {
        double[] sides = new double[2 * codes.length];
        for (int i = 0; i < codes.length; i++) {
            int at = i / width * 2 * width + i % width;
            sides[at] = Math.max(codes[i], 0);
            sides[at + width] = -Math.min(codes[i], 0);
        }
        return sides;
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return features.numbered(split ? 2 * width : width);
    }
}
