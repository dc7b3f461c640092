package io.bulkhead.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.client.ClientException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the answers that hold no tensors. */
final class RestDocuments {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private RestDocuments() {}

    static ServerDescription server(byte[] body) {
        return read(
                body,
                json ->
                        new ServerDescription(
                                text(json, "name"),
                                text(json, "version"),
                                list(json.path("extensions"), JsonNode::asText)));
    }

    static ModelDescription model(byte[] body) {
        return read(
                body,
                json ->
                        new ModelDescription(
                                text(json, "name"),
                                list(json.path("versions"), JsonNode::asText),
                                new ModelMetadata(
                                        text(json, "platform"),
                                        list(json.path("inputs"), RestDocuments::tensor),
                                        list(json.path("outputs"), RestDocuments::tensor),
                                        parameters(json))));
    }

    static List<IndexEntry> index(byte[] body) {
        return read(
                body,
                json ->
                        list(
                                json,
                                entry ->
                                        new IndexEntry(
                                                text(entry, "name"),
                                                text(entry, "version"),
                                                text(entry, "state"),
                                                text(entry, "reason"))));
    }

    private static <T> T read(byte[] body, Function<JsonNode, T> reader) {
        try {
            return reader.apply(MAPPER.readTree(body));
        } catch (IOException | IllegalArgumentException e) {
            throw new ClientException(
                    Kind.BROKEN, "the answer cannot be read: " + e.getMessage(), e);
        }
    }

    private static TensorMetadata tensor(JsonNode json) {
        String datatype = text(json, "datatype");
        long[] shape = new long[json.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = json.path("shape").get(i).asLong();
        }
        return new TensorMetadata(
                text(json, "name"),
                Datatype.named(datatype)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "'" + datatype + "' is no datatype")),
                Shape.of(shape),
                parameters(json));
    }

    private static Parameters parameters(JsonNode json) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : json.path("parameters").properties()) {
            if (!field.getValue().isNull()) {
                values.put(field.getKey(), MAPPER.convertValue(field.getValue(), Object.class));
            }
        }
        return Parameters.copyOf(values);
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText("");
    }

    private static <T> List<T> list(JsonNode json, Function<JsonNode, T> reader) {
        List<T> list = new ArrayList<>();
        json.forEach(element -> list.add(reader.apply(element)));
        return list;
    }
}
