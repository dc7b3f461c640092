package io.bulkhead.plugin.sklearn.neighbors;

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

/** A row is made up of its neighbours, and lies among them where it does so best. */
public final class LocallyLinearEmbedding implements Estimator {
    private final Features features;
    private final FittedRows rows;
    private final double[] fitted;
    private final int wanted;
    private final double slack;
    private final double[] places;
    private final int width;

    private LocallyLinearEmbedding(Attributes attributes) throws PickleException {
        Attributes neighbors = attributes.member(attributes.require("nbrs_"));
        Matrix embedding = attributes.matrix("embedding_");
        this.features = Features.of(attributes);
        this.rows = FittedRows.of(neighbors, features);
        this.fitted = neighbors.matrix("_fit_X").values();
        this.wanted = attributes.integer("n_neighbors");
        this.slack = attributes.findNumber("reg").orElse(1e-3);
        this.places = embedding.values();
        this.width = embedding.columns();
        if (embedding.rows() != rows.count() || wanted < 1 || wanted > rows.count()) {
            throw new PickleException(attributes.owner() + " has places of other rows");
        }
    }

    public static LocallyLinearEmbedding read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new LocallyLinearEmbedding(attributes);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] answer = new double[matrix.rows() * width];
        double[] products = new double[wanted * wanted];
        double[] shares = new double[wanted];
        Neighbors neighbors = new Neighbors(wanted);
        for (int row = 0; row < matrix.rows(); row++) {
            rows.nearest(matrix, row, neighbors);
            fillProducts(matrix, row, neighbors, products);
            Arrays.fill(shares, 1);
            solve(products, shares);
            double total = Arrays.stream(shares).sum();
            for (int i = 0; i < wanted; i++) {
                for (int column = 0; column < width; column++) {
                    answer[row * width + column] +=
                            shares[i] / total * places[neighbors.index(i) * width + column];
                }
            }
        }
        return Rows.matrix(answer, width);
    }

    /** Of the differences between the row and its neighbours, with a little on the diagonal. */
    private void fillProducts(Matrix matrix, int row, Neighbors neighbors, double[] products) {
        double trace = 0;
        for (int i = 0; i < wanted; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = product(matrix, row, neighbors.index(i), neighbors.index(j));
                products[i * wanted + j] = sum;
                products[j * wanted + i] = sum;
            }
            trace += products[i * wanted + i];
        }
        for (int i = 0; i < wanted; i++) {
            products[i * wanted + i] += trace > 0 ? slack * trace : slack;
        }
    }

    private double product(Matrix matrix, int row, int first, int second) {
        int columns = matrix.columns();
        double sum = 0;
        for (int column = 0; column < columns; column++) {
            double value = matrix.values()[row * columns + column];
            sum +=
                    (fitted[first * columns + column] - value)
                            * (fitted[second * columns + column] - value);
        }
        return sum;
    }

    /** Elimination in place; the diagonal of such a matrix needs no looking for a better pivot. */
    private void solve(double[] matrix, double[] side) {
        for (int pivot = 0; pivot < wanted; pivot++) {
            for (int row = pivot + 1; row < wanted; row++) {
                double factor = matrix[row * wanted + pivot] / matrix[pivot * wanted + pivot];
                for (int column = pivot; column < wanted; column++) {
                    matrix[row * wanted + column] -= factor * matrix[pivot * wanted + column];
                }
                side[row] -= factor * side[pivot];
            }
        }
        for (int row = wanted - 1; row >= 0; row--) {
            for (int column = row + 1; column < wanted; column++) {
                side[row] -= matrix[row * wanted + column] * side[column];
            }
            side[row] /= matrix[row * wanted + row];
        }
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return features.numbered(width);
    }
}
