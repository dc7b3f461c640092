package io.bulkhead.plugin.sklearn.onnx;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Copies what a graph gave into the server's memory. */
final class OnnxAnswer {
    private OnnxAnswer() {}

    static Tensor tensor(String name, OnnxValue value) throws OrtException {
        if (value instanceof OnnxTensor tensor) {
            return ofTensor(name, tensor);
        }
        if (value instanceof OnnxSequence sequence) {
            return ofMaps(name, sequence);
        }
        throw unsupported(name);
    }

    private static Tensor ofTensor(String name, OnnxTensor tensor) throws OrtException {
        TensorInfo info = tensor.getInfo();
        Datatype datatype = OnnxTypes.datatype(info.type).orElseThrow(() -> unsupported(name));
        TensorData data =
                datatype == Datatype.BYTES
                        ? BytesData.ofStrings(texts(tensor.getValue()))
                        : NumericData.wrap(datatype, littleEndian(tensor.getByteBuffer()));
        return new Tensor(name, Shape.of(info.getShape()), data);
    }

    private static ByteBuffer littleEndian(ByteBuffer buffer) {
        return buffer.order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<String> texts(Object nested) {
        List<String> texts = new ArrayList<>();
        collect(nested, texts);
        return texts;
    }

    private static void collect(Object nested, List<String> texts) {
        if (nested instanceof Object[] array) {
            for (Object item : array) {
                collect(item, texts);
            }
        } else {
            texts.add(String.valueOf(nested));
        }
    }

    /**
     * A ZipMap's answer: for each row a map from class to probability. Becomes a matrix with the
     * classes in ascending order, which is the order that scikit-learn has them in.
     */
    private static Tensor ofMaps(String name, OnnxSequence sequence) throws OrtException {
        List<double[]> rows = new ArrayList<>();
        for (OnnxValue element : sequence.getValue()) {
            if (!(element instanceof OnnxMap map)) {
                throw unsupported(name);
            }
            rows.add(inOrder(map.getValue()));
        }
        int columns = rows.isEmpty() ? 0 : rows.get(0).length;
        ByteBuffer bytes = NumericData.allocate(Datatype.FP32, rows.size() * columns);
        for (double[] row : rows) {
            for (double probability : row) {
                bytes.putFloat((float) probability);
            }
        }
        return new Tensor(
                name,
                Shape.of(rows.size(), columns),
                NumericData.wrap(Datatype.FP32, bytes.flip()));
    }

    private static double[] inOrder(Map<?, ?> probabilities) {
        Map<Object, Object> ordered = new TreeMap<>(probabilities);
        return ordered.values().stream()
                .mapToDouble(probability -> ((Number) probability).doubleValue())
                .toArray();
    }

    private static ServingException unsupported(String name) {
        return new ServingException(
                ErrorCode.UNPROCESSABLE,
                "output '" + name + "' is of a type that is no tensor of the protocol");
    }
}
