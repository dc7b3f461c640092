package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an estimator was fitted on, and so what it takes.
 *
 * @param owner short name of the estimator, for messages
 * @param count number of features
 * @param names of the features; empty if it was not fitted on a DataFrame
 */
public record Features(String owner, int count, List<String> names) {
    public Features {
        names = List.copyOf(names);
    }

    /** As the estimator says. */
    public static Features of(Attributes attributes) throws PickleException {
        return new Features(
                attributes.owner(), attributes.integer("n_features_in_"), namesIn(attributes));
    }

    static List<String> namesIn(Attributes attributes) throws PickleException {
        if (attributes.find("feature_names_in_").isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (Object name : attributes.items("feature_names_in_")) {
            names.add(String.valueOf(name));
        }
        return names;
    }

    /** What it takes, as one array of numbers. */
    public TensorMetadata asArray() {
        return new TensorMetadata(
                "input-0", Datatype.FP64, Shape.of(Shape.ANY, count), Parameters.empty());
    }

    /** Names of columns that have none of their own: the estimator's and a number. */
    public List<String> numbered(int columns) {
        String prefix = owner.toLowerCase(Locale.ROOT);
        return IntStream.range(0, columns).mapToObj(column -> prefix + column).toList();
    }

    /** The values as numbers without NaN and infinity, checked against what was fitted. */
    public Matrix finite(Values input) {
        Matrix matrix = numbers(input);
        requireFinite(matrix, false);
        return matrix;
    }

    /** The same, but a sparse matrix stays as it is. */
    public Values finiteOrSparse(Values input) {
        if (input instanceof SparseMatrix sparse) {
            checkSize(sparse.rows(), sparse.columns());
            return sparse;
        }
        return finite(input);
    }

    /** The values as numbers in which NaN may stand for a missing value. */
    public Matrix finiteOrMissing(Values input) {
        Matrix matrix = numbers(input);
        requireFinite(matrix, true);
        return matrix;
    }

    /**
     * The values of a batch, row by row, if they came as numbers of single precision, which need
     * not be made wider first then. Empty if not, or where there are few. They may be infinite or
     * NaN.
     */
    public Optional<float[]> singles(Values input) {
        if (!(input instanceof TensorValues values)
                || values.tensor().datatype() != Datatype.FP32
                || !RowBlock.pays(values.rows())) {
            return Optional.empty();
        }
        checkSize(values.rows(), values.columns(owner));
        return Optional.of(values.tensor().numbers().toFloats());
    }

    /** The same without NaN and infinity. */
    public Optional<float[]> finiteSingles(Values input) {
        Optional<float[]> singles = singles(input);
        if (singles.isPresent() && !Rows.allFinite(singles.get())) {
            finite(input);
        }
        return singles;
    }

    /** The values as numbers, whatever they are. */
    public Matrix numbers(Values input) {
        checkNames(input.names());
        Matrix matrix = input.numbers(owner);
        checkSize(matrix.rows(), matrix.columns());
        return matrix;
    }

    /** The values as they are, checked against what was fitted. */
    public Values checked(Values input) {
        checkNames(input.names());
        checkSize(input.rows(), input.columns(owner));
        return input;
    }

    private void checkSize(int rows, int columns) {
        if (rows == 0) {
            throw ServingException.unprocessable(
                    "Found array with 0 sample(s) (shape=(0, "
                            + columns
                            + ")) while a minimum of 1 is required by "
                            + owner
                            + ".");
        }
        if (columns != count) {
            throw ServingException.unprocessable(
                    "X has "
                            + columns
                            + " features, but "
                            + owner
                            + " is expecting "
                            + count
                            + " features as input.");
        }
    }

    private void checkNames(List<String> found) {
        if (found.isEmpty() || names.isEmpty() || found.equals(names)) {
            return;
        }
        Optional<String> missing = names.stream().filter(n -> !found.contains(n)).findFirst();
        if (missing.isPresent()) {
            throw ServingException.unprocessable(
                    owner + " was fitted with a column '" + missing.get() + "', which is missing");
        }
        Optional<String> extra = found.stream().filter(n -> !names.contains(n)).findFirst();
        throw ServingException.unprocessable(
                extra.map(name -> owner + " was fitted without a column '" + name + "'")
                        .orElse(owner + " wants its columns in the order " + names));
    }

    private void requireFinite(Matrix matrix, boolean missingAllowed) {
        if (Rows.allFinite(matrix.values())) {
            return;
        }
        for (double value : matrix.values()) {
            if (Double.isInfinite(value)) {
                throw ServingException.unprocessable(
                        "Input X contains infinity; " + owner + " expects finite numbers.");
            }
            if (Double.isNaN(value) && !missingAllowed) {
                throw ServingException.unprocessable(
                        "Input X contains NaN. "
                                + owner
                                + " does not accept missing values encoded as NaN.");
            }
        }
    }
}
