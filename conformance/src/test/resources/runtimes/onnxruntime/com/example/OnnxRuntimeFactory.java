package com.example;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** ONNX Runtime, in whatever version it is compiled with. */
@Extension
public class OnnxRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "native-onnxruntime";
    }

    @Override
    public List<String> artifacts() {
        return List.of("model.onnx");
    }

    @Override
    public boolean recognises(java.nio.file.Path artifact) {
        return false; // such files are the built-in runtime's
    }

    @Override
    public Model create(ModelContext context) {
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            String model = context.artifact().toString();
            return new NativeModel(environment, environment.createSession(model));
        } catch (OrtException e) {
            throw ServingException.loadFailed("ONNX Runtime cannot read the model", e);
        }
    }

    private static final class NativeModel implements Model {
        private final OrtEnvironment environment;
        private final OrtSession session;

        NativeModel(OrtEnvironment environment, OrtSession session) {
            this.environment = environment;
            this.session = session;
        }

        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext call) {
            Tensor x = request.inputs().get(0);
            String input = session.getInputNames().iterator().next();
            try (OnnxTensor tensor =
                            OnnxTensor.createTensor(
                                    environment,
                                    FloatBuffer.wrap(x.toFloats()),
                                    x.shape().toArray());
                    OrtSession.Result result = session.run(Map.of(input, tensor))) {
                long[] labels = (long[]) result.get(0).getValue();
                double[] answer = new double[labels.length];
                for (int i = 0; i < answer.length; i++) {
                    answer[i] = labels[i];
                }
                // What the native library says, not the jar.
                return InferenceResponse.completed(
                        Tensor.of("answer", Shape.of(answer.length), answer),
                        Tensor.ofStrings(
                                "library_version",
                                Shape.of(1),
                                List.of(environment.getVersion())),
                        Tensor.of("pid", Shape.of(1), new long[] {ProcessHandle.current().pid()}));
            } catch (OrtException e) {
                throw ServingException.unprocessable("ONNX Runtime cannot take this input");
            }
        }

        @Override
        public void close() {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
