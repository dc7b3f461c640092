package com.example;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.Platform;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** DJL's tokenizers, in whatever version they are compiled with. */
@Extension
public class TokenizersRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "native-tokenizers";
    }

    @Override
    public List<String> artifacts() {
        return List.of("tokenizer.json");
    }

    @Override
    public Model create(ModelContext context) {
        try {
            String version = Platform.detectPlatform("tokenizers").getVersion();
            return new NativeModel(HuggingFaceTokenizer.newInstance(context.artifact()), version);
        } catch (IOException e) {
            throw ServingException.loadFailed("the tokenizer cannot be read", e);
        }
    }

    private static final class NativeModel implements Model {
        private final HuggingFaceTokenizer tokenizer;
        private final String version;

        NativeModel(HuggingFaceTokenizer tokenizer, String version) {
            this.tokenizer = tokenizer;
            this.version = version;
        }

        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext call) {
            Encoding encoding = tokenizer.encode(request.inputs().get(0).toStrings().get(0));
            long[] ids = encoding.getIds();
            double[] answer = new double[ids.length];
            for (int i = 0; i < ids.length; i++) {
                answer[i] = ids[i];
            }
            return InferenceResponse.completed(
                    Tensor.of("answer", Shape.of(answer.length), answer),
                    Tensor.ofStrings("library_version", Shape.of(1), List.of(version)),
                    Tensor.of("pid", Shape.of(1), new long[] {ProcessHandle.current().pid()}));
        }

        @Override
        public void close() {
            tokenizer.close();
        }
    }
}
