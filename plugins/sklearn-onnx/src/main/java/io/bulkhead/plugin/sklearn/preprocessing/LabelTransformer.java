package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** LabelEncoder and LabelBinarizer: a label becomes its class's number, or a column for each. */
public final class LabelTransformer implements Estimator {
    private final String owner;
    private final ClassLabels classes;
    private final boolean columns;
    private final boolean severalLabels;
    private final long no;
    private final long yes;

    private LabelTransformer(Attributes attributes, boolean columns, long no, long yes)
            throws PickleException {
        this.owner = attributes.owner();
        this.classes = attributes.labels("classes_");
        this.columns = columns;
        this.severalLabels = attributes.text("y_type_", "").startsWith("multilabel");
        this.no = no;
        this.yes = yes;
    }

    public static LabelTransformer readEncoder(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new LabelTransformer(attributes, false, 0, 0);
    }

    public static LabelTransformer readBinarizer(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        attributes.oneOf("y_type_", "multiclass", "binary", "multilabel-indicator");
        return new LabelTransformer(
                attributes,
                true,
                attributes.findNumber("neg_label").orElse(0.0).longValue(),
                attributes.findNumber("pos_label").orElse(1.0).longValue());
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        if (severalLabels && input.columns(owner) == classes.size()) {
            return flags(input.numbers(owner));
        }
        int[] places = Answers.classes(labels(input), classes);
        return columns ? inColumns(places) : numbers(places);
    }

    /** Of rows that say of each class whether they have it. */
    private Values flags(Matrix given) {
        long[] cells = new long[given.values().length];
        for (int cell = 0; cell < cells.length; cell++) {
            double flag = given.values()[cell];
            if (flag != 0 && flag != 1) {
                throw ServingException.unprocessable(
                        owner + " expects 0 or 1 for each of its classes, found " + flag);
            }
            cells[cell] = flag == 0 ? no : yes;
        }
        return new TensorValues(Tensor.of("", Shape.of(given.rows(), given.columns()), cells));
    }

    /** One column, or none but the rows. */
    private TensorValues labels(Values input) {
        if (input instanceof TensorValues values
                && values.tensor().size() == input.rows()
                && input.rows() > 0) {
            return values;
        }
        throw ServingException.unprocessable(
                owner + " expects one label for each row, as a vector or a single column");
    }

    private Values numbers(int[] places) {
        long[] numbers = new long[places.length];
        for (int row = 0; row < places.length; row++) {
            if (places[row] < 0) {
                throw ServingException.unprocessable(
                        "row " + row + " holds a label that " + owner + " has not seen before");
            }
            numbers[row] = places[row];
        }
        return Answers.wholeNumbers(numbers);
    }

    /** A label that is none of the classes has no column; of two classes the second has one. */
    private Values inColumns(int[] places) {
        int width = classes.size() <= 2 ? 1 : classes.size();
        long[] cells = new long[places.length * width];
        for (int cell = 0; cell < cells.length; cell++) {
            int place = places[cell / width];
            boolean own = classes.size() == 2 ? place == 1 : place == cell % width;
            cells[cell] = own && classes.size() > 1 ? yes : no;
        }
        return new TensorValues(Tensor.of("", Shape.of(places.length, width), cells));
    }
}
