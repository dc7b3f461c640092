package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /v1/embeddings}: vectors of length 1. */
public final class EmbeddingEndpoint {
    private static final Set<String> NAMES =
            Set.of("model", "input", "encoding_format", "dimensions", "user");

    private final String model;
    private final Tokenizer tokenizer;
    private final Embedder embedder;

    /**
     * All stay the caller's.
     *
     * @param model its name, for answers to requests that name none
     */
    public EmbeddingEndpoint(String model, Tokenizer tokenizer, Embedder embedder) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.embedder = embedder;
    }

    /** The endpoint. */
    public List<ModelRoute> routes() {
        return List.of(
                new ModelRoute("POST", "/v1/embeddings", ModelRoute.Purpose.OPENAI, this::answer));
    }

    private CompletionStage<RouteResponse> answer(RouteRequest request, RequestContext context) {
        Arguments asked = OpenAiBody.read(request, "embeddings", NAMES);
        boolean base64 = isBase64(asked);
        OptionalInt dimensions = asked.integer("dimensions");
        List<Object> data = new ArrayList<>();
        int tokens = 0;
        for (TokenInput input : TokenInput.all(asked, "input")) {
            if (context.isCancelled()) {
                throw new ServingException(ErrorCode.CANCELLED, "the caller went away");
            }
            long[] ids = input.tokens(tokenizer, true);
            tokens += ids.length;
            float[] vector = ofLengthOne(cut(embedder.vector(ids), dimensions, asked));
            data.add(entry(data.size(), vector, base64));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("object", "list");
        body.put("data", data);
        body.put("model", asked.text("model").orElse(model));
        body.put("usage", Map.of("prompt_tokens", tokens, "total_tokens", tokens));
        return CompletableFuture.completedFuture(OpenAiBody.answer(body));
    }

    private static boolean isBase64(Arguments asked) {
        String format = asked.text("encoding_format").orElse("float");
        return switch (format) {
            case "float" -> false;
            case "base64" -> true;
            default ->
                    throw asked.refusal(
                            "encoding_format must be 'float' or 'base64', found '" + format + "'");
        };
    }

    private static float[] cut(float[] vector, OptionalInt dimensions, Arguments asked) {
        int wanted = dimensions.orElse(vector.length);
        if (wanted < 1 || wanted > vector.length) {
            throw asked.refusal(
                    "dimensions must be from 1 to " + vector.length + ", found " + wanted);
        }
        return Arrays.copyOf(vector, wanted);
    }

    private static float[] ofLengthOne(float[] vector) {
        double squares = 0;
        for (float element : vector) {
            squares += (double) element * element;
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < vector.length && length > 0; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    private static Map<String, Object> entry(int index, float[] vector, boolean base64) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("object", "embedding");
        entry.put("index", index);
        entry.put("embedding", base64 ? encoded(vector) : vector);
        return entry;
    }

    private static String encoded(float[] vector) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
