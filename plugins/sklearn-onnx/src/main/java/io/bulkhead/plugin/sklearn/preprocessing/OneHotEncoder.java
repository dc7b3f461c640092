package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.DtypeParameter;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Column;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One column for each category of each feature. What scikit-learn gives as a sparse matrix is dense
 * here: the answer is the same.
 */
public final class OneHotEncoder implements Estimator {
    private final Features features;
    private final List<OneHotFeature> encodings;
    private final boolean unknownIsError;
    private final DtypeParameter dtype;
    private final boolean sparse;
    private final int width;

    private OneHotEncoder(
            Features features,
            List<OneHotFeature> encodings,
            boolean unknownIsError,
            DtypeParameter dtype,
            boolean sparse) {
        this.features = features;
        this.encodings = List.copyOf(encodings);
        this.unknownIsError = unknownIsError;
        this.dtype = dtype;
        this.sparse = sparse;
        this.width = encodings.stream().mapToInt(OneHotFeature::width).sum();
    }

    public static OneHotEncoder read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        List<Object> categories = attributes.items("categories_");
        if (categories.size() != features.count()) {
            throw new PickleException(
                    attributes.owner()
                            + " has categories of "
                            + categories.size()
                            + " features, not "
                            + features.count());
        }
        List<OneHotFeature> encodings = new ArrayList<>();
        for (int index = 0; index < categories.size(); index++) {
            encodings.add(OneHotFeature.read(attributes, categories.get(index), index));
        }
        String unknown =
                attributes.oneOf(
                        "handle_unknown", "error", "ignore", "infrequent_if_exist", "warn");
        return new OneHotEncoder(
                features,
                encodings,
                unknown.equals("error"),
                DtypeParameter.of(attributes, Datatype.FP64),
                attributes.flag("sparse_output", attributes.flag("sparse", true)));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Values checked = features.checked(input);
        double[] encoded = new double[checked.rows() * width];
        int offset = 0;
        for (int index = 0; index < encodings.size(); index++) {
            OneHotFeature encoding = encodings.get(index);
            encode(checked.column(index, features.owner()), index, encoded, offset);
            offset += encoding.width();
        }
        Values answer = dtype.cast(checked.rows(), width, encoded);
        return sparse ? sparse(answer) : answer;
    }

    private Values sparse(Values answer) {
        if (answer instanceof Matrix matrix) {
            return matrix.asSparse(true);
        }
        SparseMatrix flags = SparseMatrix.of(answer.numbers(features.owner()));
        return flags.withValues(flags.values(), dtype.datatype());
    }

    private void encode(Column column, int index, double[] encoded, int offset) {
        OneHotFeature encoding = encodings.get(index);
        for (int row = 0; row * width < encoded.length; row++) {
            int category = encoding.categoryOf(column, row);
            if (category == OneHotFeature.UNKNOWN && unknownIsError) {
                throw unknown(column, row, index);
            }
            int place = encoding.placeOf(category);
            if (place != OneHotFeature.NOWHERE) {
                encoded[row * width + offset + place] = 1;
            }
        }
    }

    private static ServingException unknown(Column column, int row, int index) {
        String found = column.isText() ? "'" + column.textAt(row) + "'" : column.textAt(row);
        return ServingException.unprocessable(
                "Found unknown categories ["
                        + found
                        + "] in column "
                        + index
                        + " during transform");
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        List<String> names = new ArrayList<>(width);
        for (int index = 0; index < encodings.size(); index++) {
            names.addAll(encodings.get(index).outputNames(inputNames.get(index)));
        }
        return names;
    }
}
