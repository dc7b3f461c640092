package io.bulkhead.host.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.TensorMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The OpenAPI documents: one of the server, which is a resource, and those of models, which are
 * made of it. They name the server by a relative URL, so that they are right behind any proxy,
 * whatever it strips. Nothing is kept: they are asked for by people, now and then.
 */
public final class OpenApiDocuments {
    private static final String RESOURCE = "dataplane.json";
    private static final String MODELS = "/v2/models/";
    private static final String NAME = "model_name";
    private static final String VERSION = "model_version";

    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * The document of all that the server offers.
     *
     * @param toRoot relative URL from the document to the server's root
     * @param endpoints of the models' own, on the root
     */
    public byte[] ofServer(String toRoot, List<ModelEndpoint> endpoints) {
        ObjectNode document = template(toRoot);
        endpoints.forEach(endpoint -> endpoint.addTo((ObjectNode) document.path("paths"), ""));
        return print(document);
    }

    /**
     * The document of a model: its paths only, with name and version filled in, and a request that
     * can be sent as it stands.
     *
     * @param model its version is empty where none is named
     * @param inputs what an example is made of; may be empty
     * @param endpoints of the model's own
     */
    public byte[] ofModel(
            ModelId model,
            List<TensorMetadata> inputs,
            List<ModelEndpoint> endpoints,
            String toRoot) {
        ObjectNode document = template(toRoot);
        ((ObjectNode) document.path("info")).put("title", title(model));
        Optional<ObjectNode> example = ExampleRequest.of(inputs, mapper);
        ObjectNode paths = mapper.createObjectNode();
        for (var path : document.path("paths").properties()) {
            if (belongsTo(model, path.getKey())) {
                ObjectNode operations = (ObjectNode) path.getValue();
                fill(operations, model, example);
                paths.set(filled(path.getKey(), model), operations);
            }
        }
        endpoints.forEach(endpoint -> endpoint.addTo(paths, base(model)));
        document.set("paths", paths);
        return print(document);
    }

    private static String title(ModelId model) {
        String title = "Data Plane for Model " + model.name();
        return model.version().isEmpty() ? title : title + " (" + model.version() + ")";
    }

    private static boolean belongsTo(ModelId model, String path) {
        return path.startsWith(MODELS + "{" + NAME + "}")
                && (model.version().isEmpty() || path.contains(VERSION));
    }

    private static String base(ModelId model) {
        String versions = model.version().isEmpty() ? "" : "/versions/{" + VERSION + "}";
        return filled(MODELS + "{" + NAME + "}" + versions, model);
    }

    private static String filled(String path, ModelId model) {
        String named = path.replace("{" + NAME + "}", encoded(model.name()));
        return model.version().isEmpty()
                ? named
                : named.replace("{" + VERSION + "}", encoded(model.version()));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void fill(ObjectNode path, ModelId model, Optional<ObjectNode> example) {
        ArrayNode left = path.arrayNode();
        for (JsonNode parameter : path.path("parameters")) {
            String name = parameter.path("name").textValue();
            if (VERSION.equals(name) && model.version().isEmpty()) {
                left.add(parameter);
            }
        }
        path.set("parameters", left);
        JsonNode body = path.at("/post/requestBody/content/application~1json");
        if (body instanceof ObjectNode json) {
            example.ifPresent(request -> json.set("example", request));
        }
    }

    private ObjectNode template(String toRoot) {
        try (InputStream in = OpenApiDocuments.class.getResourceAsStream(RESOURCE)) {
            ObjectNode document = (ObjectNode) mapper.readTree(in);
            document.putArray("servers")
                    .addObject()
                    .put("url", toRoot)
                    .put("description", "this server");
            return document;
        } catch (IOException e) { // our own resource
            throw new UncheckedIOException(e);
        }
    }

    private byte[] print(ObjectNode document) {
        try {
            return mapper.writeValueAsBytes(document);
        } catch (JsonProcessingException e) { // a tree can always be written
            throw new UncheckedIOException(e);
        }
    }
}
