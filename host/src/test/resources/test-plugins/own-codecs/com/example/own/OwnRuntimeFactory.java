package com.example.own;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.codec.RequestCodec;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.pf4j.Extension;

/**
 * Answers with the decoded value, encoded again, and with headers: its own, some that are not its
 * to set, and {@code x-user} of the request.
 */
@Extension
public class OwnRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "own-codecs";
    }

    @Override
    public Model create(ModelContext context) {
        Codecs codecs = context.codecs();
        return (request, call) -> {
            Object value = codecs.decode(request, ContentType.NP);
            List<Tensor> outputs = codecs.encode(request, "out", value);
            Map<String, Object> headers = new LinkedHashMap<>();
            headers.put("X-Model", "own");
            headers.put("x-many", List.of(1, true));
            headers.put("x-odd", "a\r\nx-forged: 1");
            headers.put("Content-Length", "1");
            headers.put("bad name", "1");
            request.parameters()
                    .getParameters(Parameters.HEADERS)
                    .getString("x-user")
                    .ifPresent(user -> headers.put("x-user-seen", user));
            return CompletableFuture.completedFuture(
                    new InferenceResponse(
                            outputs, Parameters.of(Parameters.HEADERS, headers).with("k", "v")));
        };
    }

    /** Degrees, e.g. {@code 12C} or {@code 50F}, as the model wants them. */
    public record Degrees(List<Double> celsius) {}

    /** One input. */
    @Extension
    public static class DegreesCodec implements InputCodec<Degrees> {
        @Override
        public String contentType() {
            return "degrees";
        }

        @Override
        public Class<Degrees> valueType() {
            return Degrees.class;
        }

        @Override
        public Degrees decode(Tensor input) {
            List<Double> celsius = new ArrayList<>();
            for (String text : input.toStrings()) {
                if (text.equals("bug")) {
                    throw new IllegalStateException("a bug with a secret");
                }
                if (!text.matches("-?\\d+[CF]")) {
                    throw ServingException.unprocessable(
                            "input '" + input.name() + "': 12C or 50F is wanted, found " + text);
                }
                double number = Double.parseDouble(text.substring(0, text.length() - 1));
                celsius.add(text.endsWith("F") ? (number - 32) / 1.8 : number);
            }
            return new Degrees(celsius);
        }

        @Override
        public Tensor encode(String name, Degrees value) {
            List<String> texts = value.celsius().stream().map(c -> Math.round(c) + "C").toList();
            return Tensor.ofStrings(name, Shape.of(texts.size(), 1), texts)
                    .withParameters(Parameters.ofContentType(contentType()));
        }
    }

    /** What a request is under {@code weather}: which of its inputs were degrees. */
    public record Weather(Map<String, Object> decoded, int inputs) {}

    /** All inputs. */
    @Extension
    public static class WeatherCodec implements RequestCodec<Weather> {
        @Override
        public String contentType() {
            return "weather";
        }

        @Override
        public Class<Weather> valueType() {
            return Weather.class;
        }

        @Override
        public Weather decode(
                io.bulkhead.api.inference.InferenceRequest request,
                Map<String, Object> decodedInputs) {
            return new Weather(Map.copyOf(decodedInputs), request.inputs().size());
        }

        @Override
        public List<Tensor> encode(Weather value) {
            return List.of(
                    Tensor.of(
                            "counts",
                            Shape.of(2),
                            new long[] {value.decoded().size(), value.inputs()}));
        }
    }
}
