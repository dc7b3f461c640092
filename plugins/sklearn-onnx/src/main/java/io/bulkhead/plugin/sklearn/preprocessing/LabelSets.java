package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * MultiLabelBinarizer: of the labels in a row a column for each class. A text alone is taken for
 * the set of its characters, as Python takes it.
 */
public final class LabelSets implements Estimator {
    private final String owner;
    private final ClassLabels classes;

    private LabelSets(String owner, ClassLabels classes) {
        this.owner = owner;
        this.classes = classes;
    }

    public static LabelSets read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new LabelSets(attributes.owner(), attributes.labels("classes_"));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        if (!(input instanceof TensorValues values) || values.rows() == 0) {
            throw ServingException.unprocessable(owner + " expects rows of labels");
        }
        Tensor tensor = values.tensor();
        long[] cells = new long[values.rows() * classes.size()];
        if (tensor.shape().rank() == 1 && tensor.data() instanceof BytesData text) {
            for (int row = 0; row < text.size(); row++) {
                mark(characters(text.stringAt(row)), row, cells);
            }
        } else {
            int width = values.columns(owner);
            int[] places = classes.indices(tensor);
            for (int row = 0; row < values.rows(); row++) {
                mark(Arrays.copyOfRange(places, row * width, (row + 1) * width), row, cells);
            }
        }
        return new TensorValues(Tensor.of("", Shape.of(values.rows(), classes.size()), cells));
    }

    private int[] characters(String text) {
        List<String> labels = text.codePoints().mapToObj(Character::toString).toList();
        return classes.indices(Tensor.ofStrings("", Shape.of(labels.size()), labels));
    }

    /** A label that is none of the classes has no column. */
    private void mark(int[] places, int row, long[] cells) {
        for (int place : places) {
            if (place >= 0) {
                cells[row * classes.size() + place] = 1;
            }
        }
    }
}
