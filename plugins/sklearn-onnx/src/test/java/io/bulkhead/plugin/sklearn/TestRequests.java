package io.bulkhead.plugin.sklearn;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.HalfFloat;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Requests made of the JSON of the protocol. */
final class TestRequests {
    private TestRequests() {}

    static InferenceRequest of(JsonNode body) {
        List<Tensor> inputs = new ArrayList<>();
        body.path("inputs").forEach(input -> inputs.add(tensor(input)));
        List<RequestedOutput> outputs = new ArrayList<>();
        body.path("outputs")
                .forEach(
                        output ->
                                outputs.add(
                                        new RequestedOutput(
                                                output.path("name").asText(), Parameters.empty())));
        return new InferenceRequest("r", parameters(body), inputs, outputs);
    }

    private static Parameters parameters(JsonNode node) {
        JsonNode type = node.path("parameters").path("content_type");
        return type.isTextual() ? Parameters.ofContentType(type.asText()) : Parameters.empty();
    }

    private static Tensor tensor(JsonNode input) {
        long[] shape =
                StreamSupport.stream(input.path("shape").spliterator(), false)
                        .mapToLong(JsonNode::asLong)
                        .toArray();
        List<JsonNode> values = new ArrayList<>();
        flatten(input.path("data"), values);
        Datatype datatype = Datatype.named(input.path("datatype").asText()).orElseThrow();
        return new Tensor(
                input.path("name").asText(),
                Shape.of(shape),
                data(datatype, values),
                parameters(input));
    }

    private static void flatten(JsonNode node, List<JsonNode> values) {
        if (node.isArray()) {
            node.forEach(inner -> flatten(inner, values));
        } else {
            values.add(node);
        }
    }

    static TensorData data(Datatype datatype, List<JsonNode> values) {
        if (datatype == Datatype.BYTES) {
            return BytesData.ofStrings(values.stream().map(JsonNode::textValue).toList());
        }
        ByteBuffer bytes = NumericData.allocate(datatype, values.size());
        for (JsonNode value : values) {
            double number = value.isNull() ? Double.NaN : value.asDouble();
            switch (datatype) {
                case FP64 -> bytes.putDouble(number);
                case FP32 -> bytes.putFloat((float) number);
                case FP16 -> bytes.putShort(HalfFloat.fromFloat((float) number));
                case INT64 -> bytes.putLong(value.asLong());
                case INT32 -> bytes.putInt(value.asInt());
                case INT16 -> bytes.putShort((short) value.asInt());
                case UINT8 -> bytes.put((byte) value.asInt());
                case BOOL -> bytes.put((byte) (value.asBoolean() ? 1 : 0));
                default -> throw new IllegalArgumentException("no test has " + datatype);
            }
        }
        return NumericData.wrap(datatype, bytes.flip());
    }
}
