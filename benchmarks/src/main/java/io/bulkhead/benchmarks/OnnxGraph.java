package io.bulkhead.benchmarks;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph in ONNX Runtime, one thread, with the tensors of a request made once. */
final class OnnxGraph implements AutoCloseable {
    private final OrtSession session;
    private final List<Map<String, OnnxTensor>> requests = new ArrayList<>();

    OnnxGraph(Path file, List<InferenceRequest> requests) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(file.toString(), options);
        }
        for (InferenceRequest request : requests) {
            Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
            for (Tensor input : request.inputs()) {
                inputs.put(input.name(), tensor(environment, input));
            }
            this.requests.add(inputs);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Tensor input) throws OrtException {
        long[] shape = new long[input.shape().rank()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = input.shape().dimension(i);
        }
        int size = input.size();
        if (input.data() instanceof BytesData text) {
            String[] values = new String[size];
            for (int i = 0; i < size; i++) {
                values[i] = text.stringAt(i);
            }
            return OnnxTensor.createTensor(environment, values, shape);
        }
        ByteBuffer numbers =
                ByteBuffer.allocateDirect(size * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < size; i++) {
            numbers.putFloat((float) input.numbers().doubleAt(i));
        }
        return OnnxTensor.createTensor(environment, numbers.flip(), shape, OnnxJavaType.FLOAT);
    }

    /** Runs one of its requests; how many outputs it gave. */
    long run(int request) throws OrtException {
        try (OrtSession.Result result = session.run(requests.get(request))) {
            return result.size();
        }
    }

    @Override
    public void close() throws OrtException {
        requests.forEach(inputs -> inputs.values().forEach(OnnxTensor::close));
        session.close();
    }
}
