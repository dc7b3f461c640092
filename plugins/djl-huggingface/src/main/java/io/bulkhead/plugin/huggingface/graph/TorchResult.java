package io.bulkhead.plugin.huggingface.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a TorchScript model answered: by the names that it gives, else by place. */
final class TorchResult implements GraphResult {
    private final NDManager manager;
    private final NDList answer;
    private final List<String> names;

    /**
     * @param manager owns the answer, and is this one's from now on
     * @param names of the outputs in order
     */
    TorchResult(NDManager manager, NDList answer, List<String> names) {
        this.manager = manager;
        this.answer = answer;
        this.names = names;
    }

    @Override
    public boolean has(String name) {
        return find(name).isPresent();
    }

    private Optional<NDArray> find(String name) {
        return IntStream.range(0, answer.size())
                .filter(i -> name.equals(nameOf(i)))
                .mapToObj(answer::get)
                .findFirst();
    }

    @Override
    public Floats floats(String... wanted) {
        for (String name : wanted) {
            Optional<NDArray> array = find(name);
            if (array.isPresent()) {
                return copy(array.get());
            }
        }
        throw new ServingException(
                ErrorCode.INTERNAL, "the model has no output " + String.join(" or ", wanted));
    }

    private String nameOf(int index) {
        String own = answer.get(index).getName();
        if (own != null) {
            return own;
        }
        return index < names.size() ? names.get(index) : "";
    }

    private static Floats copy(NDArray array) {
        long[] shape = array.getShape().getShape();
        if (array.getDataType() == DataType.FLOAT32) {
            return new Floats(array.toFloatArray(), shape);
        }
        try (NDArray widened = array.toType(DataType.FLOAT32, true)) {
            return new Floats(widened.toFloatArray(), shape);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
