package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.plugin.sklearn.pickle.Dtype;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.pickle.PyDict;
import io.bulkhead.plugin.sklearn.pickle.PyList;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import java.util.Collection;
import java.util.List;

/**
 * How many numbers the estimators of one file may hold. A small file can name one large array a
 * million times, and each estimator would make numbers of its own of it.
 */
final class MemoryBudget {
    private static final int MAX_DEPTH = 4;

    private final EstimatorReaders readers;
    private final long most;
    private long left;

    /**
     * @param readers of the classes that are charged by themselves
     * @param most numbers
     */
    MemoryBudget(EstimatorReaders readers, long most) {
        this.readers = readers;
        this.most = most;
        this.left = most;
    }

    /** Takes off what the attributes of an estimator hold, estimators within it left out. */
    void charge(PickledObject estimator) throws PickleException {
        chargeAll(estimator.state().entries().values(), 0);
    }

    private void chargeAll(Collection<Object> values, int depth) throws PickleException {
        take(values.size());
        if (depth < MAX_DEPTH) {
            for (Object value : values) {
                charge(value, depth + 1);
            }
        }
    }

    private void charge(Object value, int depth) throws PickleException {
        if (value instanceof NdArray array) {
            take(array.length());
            if (array.dtype().kind() == Dtype.Kind.OBJECT) {
                chargeAll(array.toObjects(), depth);
            }
        } else if (value instanceof PyList list) {
            chargeAll(list.items(), depth);
        } else if (value instanceof PyTuple tuple) {
            chargeAll(tuple.items(), depth);
        } else if (value instanceof PyDict dict) {
            chargeAll(List.copyOf(dict.entries().values()), depth);
        } else if (value instanceof PickledObject object
                && readers.find(object.name().toString()).isEmpty()) {
            chargeAll(object.state().entries().values(), depth);
        }
    }

    private void take(long numbers) throws PickleException {
        left -= numbers;
        if (left < 0) {
            throw new PickleException(
                    "estimators of the file hold more than "
                            + most
                            + " numbers, which is more than this server's heap can take; raise -Xmx");
        }
    }
}
