package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes estimators of what a pickle holds. One converter serves one file: it bounds how deep and
 * how many estimators that file may nest, since a file can refer to itself.
 */
public final class EstimatorConverter {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_ESTIMATORS = 1_000_000;

    private final Map<String, EstimatorReader> readers;
    private int depth;
    private int count;

    /**
     * @param readers by the estimator's Python name, module included
     */
    public EstimatorConverter(Map<String, EstimatorReader> readers) {
        this.readers = readers;
    }

    /** Makes an estimator of each of these objects. */
    public List<Estimator> convertAll(List<Object> values) throws PickleException {
        List<Estimator> estimators = new ArrayList<>(values.size());
        for (Object value : values) {
            estimators.add(convert(value));
        }
        return estimators;
    }

    /** Makes the estimator of this object. */
    public Estimator convert(Object value) throws PickleException {
        if (!(value instanceof PickledObject object)) {
            throw new PickleException("file holds no scikit-learn estimator, but plain data");
        }
        EstimatorReader reader = readers.get(object.name().toString());
        if (reader == null) {
            throw new PickleException(
                    "estimator '"
                            + object.name()
                            + "' is not supported; convert the model to ONNX (model.onnx), or serve it in"
                            + " a Python environment");
        }
        if (depth == MAX_DEPTH || ++count > MAX_ESTIMATORS) {
            throw new PickleException("file nests too many estimators");
        }
        depth++;
        try {
            Attributes attributes = new Attributes(object);
            Estimator estimator = reader.read(attributes, this);
            return FrameOutput.wanted(attributes) ? new FrameOutput(estimator) : estimator;
        } finally {
            depth--;
        }
    }
}
