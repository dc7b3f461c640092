package com.example.bits;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** Answers with what it was asked, and says of each tensor which bits it got. */
@Extension
public class BitsRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "bits";
    }

    @Override
    public Set<String> implementations() {
        return Set.of("example.BitsModel");
    }

    @Override
    public List<String> artifacts() {
        return List.of("model.bits");
    }

    @Override
    public boolean recognises(Path artifact) {
        return Files.isRegularFile(artifact);
    }

    @Override
    public Model create(ModelContext context) {
        return new Model() {
            @Override
            public CompletionStage<InferenceResponse> predict(
                    InferenceRequest request, RequestContext call) {
                return CompletableFuture.completedFuture(
                        InferenceResponse.of(
                                request.inputs().stream()
                                        .map(BitsRuntimeFactory::withBits)
                                        .toList()));
            }
        };
    }

    private static Tensor withBits(Tensor input) {
        String bits =
                input.data() instanceof BytesData strings
                        ? ofStrings(strings)
                        : hex(input.bytes());
        return input.withParameters(
                input.parameters().with("bits", bits).with("seen", input.shape().toString()));
    }

    private static String ofStrings(BytesData strings) {
        StringJoiner elements = new StringJoiner(" ");
        for (int i = 0; i < strings.size(); i++) {
            elements.add("<" + hex(strings.bufferAt(i)) + ">");
        }
        return elements.toString();
    }

    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
