package io.bulkhead.plugin.catboost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One question of a recorded case, with the answer that MLServer gave. */
record RecordedCase(String name, String model, InferenceRequest request, JsonNode step) {
    static List<RecordedCase> read(Path file) throws IOException {
        JsonNode document = new ObjectMapper().readTree(file.toFile());
        List<RecordedCase> cases = new ArrayList<>();
        for (JsonNode step : document.get("steps")) {
            String model = step.get("path").asText().split("/", -1)[3];
            String name = document.get("name").asText() + " #" + (cases.size() + 1);
            cases.add(new RecordedCase(name, model, requestOf(step.get("body")), step));
        }
        return cases;
    }

    /** The statuses that count as right. */
    List<Integer> statuses() {
        List<Integer> statuses = new ArrayList<>();
        addStatuses(step.get("expect").get("status"), statuses);
        JsonNode also = step.path("also");
        for (JsonNode other : also.isObject() ? List.of(also) : also) {
            addStatuses(other.get("status"), statuses);
        }
        return statuses;
    }

    private static void addStatuses(JsonNode status, List<Integer> statuses) {
        if (status.isArray()) {
            status.forEach(one -> statuses.add(one.asInt()));
        } else {
            statuses.add(status.asInt());
        }
    }

    /** Of the better answer, where there is one. */
    JsonNode expectedOutputs() {
        JsonNode also = step.path("also").path("body").path("outputs");
        return also.isArray() ? also : step.get("expect").get("body").get("outputs");
    }

    private static InferenceRequest requestOf(JsonNode body) {
        List<Tensor> inputs = new ArrayList<>();
        body.get("inputs").forEach(input -> inputs.add(tensorOf(input)));
        List<RequestedOutput> outputs = new ArrayList<>();
        for (JsonNode output : body.path("outputs")) {
            outputs.add(new RequestedOutput(output.get("name").asText(), Parameters.empty()));
        }
        String contentType = body.path("parameters").path("content_type").asText("");
        Parameters parameters =
                contentType.isEmpty() ? Parameters.empty() : Parameters.ofContentType(contentType);
        return new InferenceRequest("", parameters, inputs, outputs);
    }

    private static Tensor tensorOf(JsonNode input) {
        List<Long> dimensions = new ArrayList<>();
        input.get("shape").forEach(dimension -> dimensions.add(dimension.asLong()));
        Shape shape = Shape.of(dimensions.stream().mapToLong(Long::longValue).toArray());
        if (input.get("datatype").asText().equals("BYTES")) {
            List<String> texts = new ArrayList<>();
            input.get("data").forEach(text -> texts.add(text.asText()));
            return Tensor.ofStrings(input.get("name").asText(), shape, texts);
        }
        double[] values = numbers(input.get("data"));
        return new Tensor(input.get("name").asText(), shape, data(values, input));
    }

    private static NumericData data(double[] values, JsonNode input) {
        Datatype datatype = Datatype.valueOf(input.get("datatype").asText());
        return switch (datatype) {
            case FP64 -> NumericData.of(values);
            case INT64 -> NumericData.of(longs(values));
            case FP32 -> NumericData.of(floats(values));
            default -> throw new IllegalArgumentException("no case has " + datatype);
        };
    }

    private static long[] longs(double[] values) {
        long[] cast = new long[values.length];
        for (int i = 0; i < cast.length; i++) {
            cast[i] = (long) values[i];
        }
        return cast;
    }

    private static float[] floats(double[] values) {
        float[] cast = new float[values.length];
        for (int i = 0; i < cast.length; i++) {
            cast[i] = (float) values[i];
        }
        return cast;
    }

    /** Flat, null as NaN. */
    static double[] numbers(JsonNode data) {
        List<Double> flat = new ArrayList<>();
        addNumbers(data, flat);
        return flat.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void addNumbers(JsonNode data, List<Double> flat) {
        if (data.isArray()) {
            data.forEach(element -> addNumbers(element, flat));
        } else {
            flat.add(data.isNull() ? Double.NaN : data.asDouble());
        }
    }
}
