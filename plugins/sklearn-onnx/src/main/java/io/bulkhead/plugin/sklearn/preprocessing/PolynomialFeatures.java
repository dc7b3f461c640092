package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Products of features. */
public final class PolynomialFeatures implements Estimator {
    private static final int MAX_DEGREE = 1_000;
    private static final int MAX_FACTORS = 1 << 24;

    private final Features features;

    /** The features of each product, rising. */
    private final int[][] products;

    private PolynomialFeatures(Features features, int[][] products) {
        this.features = features;
        this.products = products;
    }

    public static PolynomialFeatures read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        boolean distinct = attributes.flag("interaction_only", false);
        int highest = attributes.integer("_max_degree");
        if (highest > MAX_DEGREE) {
            throw attributes.unsupported("degree", highest);
        }
        List<int[]> products = new ArrayList<>();
        if (attributes.flag("include_bias", true)) {
            products.add(new int[0]);
        }
        long factors = 0;
        for (int degree = Math.max(1, attributes.integer("_min_degree"));
                degree <= (distinct ? Math.min(highest, features.count()) : highest);
                degree++) {
            int[] product = first(degree, distinct);
            do {
                products.add(product.clone());
                factors += degree + 2;
                if (factors > MAX_FACTORS) {
                    throw attributes.unsupported("so many products; degree", highest);
                }
            } while (advance(product, features.count(), distinct));
        }
        return new PolynomialFeatures(features, products.toArray(int[][]::new));
    }

    private static int[] first(int degree, boolean distinct) {
        int[] product = new int[degree];
        Arrays.setAll(product, i -> distinct ? i : 0);
        return product;
    }

    /** The next in order; false after the last. */
    private static boolean advance(int[] product, int count, boolean distinct) {
        int degree = product.length;
        for (int i = degree - 1; i >= 0; i--) {
            int last = distinct ? count - degree + i : count - 1;
            if (product[i] < last) {
                product[i]++;
                for (int j = i + 1; j < degree; j++) {
                    product[j] = distinct ? product[j - 1] + 1 : product[i];
                }
                return true;
            }
        }
        return false;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int columns = matrix.columns();
        double[] answer = new double[matrix.rows() * products.length];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int i = 0; i < products.length; i++) {
                double product = 1;
                for (int feature : products[i]) {
                    double factor = matrix.values()[row * columns + feature];
                    product = matrix.precision().round(product * factor);
                }
                answer[row * products.length + i] = product;
            }
        }
        return new Matrix(matrix.rows(), products.length, answer, matrix.precision())
                .asSparse(matrix.sparse());
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return Arrays.stream(products).map(product -> name(product, inputNames)).toList();
    }

    private static String name(int[] product, List<String> inputNames) {
        List<String> factors = new ArrayList<>();
        for (int i = 0; i < product.length; i++) {
            int power = 1;
            while (i + 1 < product.length && product[i + 1] == product[i]) {
                power++;
                i++;
            }
            String factor = inputNames.get(product[i]);
            factors.add(power == 1 ? factor : factor + "^" + power);
        }
        return factors.isEmpty() ? "1" : String.join(" ", factors);
    }
}
