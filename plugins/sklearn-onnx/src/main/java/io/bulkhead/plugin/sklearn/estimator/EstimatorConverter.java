package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Makes estimators of what a pickle holds. One converter serves one file: it bounds how deep and
 * how many estimators that file may nest, since a file can refer to itself.
 */
public final class EstimatorConverter {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_ESTIMATORS = 1_000_000;

    private final EstimatorReaders readers;
    private final IdentityHashMap<PickledObject, Estimator> converted = new IdentityHashMap<>();
    private final MemoryBudget budget;
    private int depth;
    private int count;

    /** Makes what these can read. */
    public EstimatorConverter(EstimatorReaders readers) {
        this(readers, Runtime.getRuntime().maxMemory());
    }

    /**
     * @param heap bytes that the numbers of all estimators together must fit in
     */
    public EstimatorConverter(EstimatorReaders readers, long heap) {
        this.readers = readers;
        this.budget = new MemoryBudget(readers, heap / Double.BYTES);
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
        EstimatorReader reader = reader(object);
        Estimator known = converted.get(object);
        if (known != null) { // nothing changes an estimator, so one may stand in many places
            return known;
        }
        if (depth == MAX_DEPTH || ++count > MAX_ESTIMATORS) {
            throw new PickleException("file nests too many estimators");
        }
        budget.charge(object);
        depth++;
        try {
            Attributes attributes = new Attributes(object);
            Estimator plain = reader.read(attributes, this);
            Estimator estimator =
                    FrameOutput.wanted(attributes) ? FrameOutput.of(plain, attributes) : plain;
            converted.put(object, estimator);
            return estimator;
        } finally {
            depth--;
        }
    }

    /** How much each feature matters to a fitted estimator of another library. */
    public Optional<double[]> importances(Attributes estimator) throws PickleException {
        return readers.importances(estimator);
    }

    private EstimatorReader reader(PickledObject object) throws PickleException {
        Optional<EstimatorReader> reader = readers.find(object.name().toString());
        if (reader.isEmpty()) {
            throw new PickleException(
                    "estimator '"
                            + object.name()
                            + "' is not supported; convert the model to ONNX (model.onnx), or"
                            + " serve it in a Python environment");
        }
        return reader.get();
    }
}
