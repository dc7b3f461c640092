package io.bulkhead.host.grpc;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.dataplane.AnswerHeaders;
import io.grpc.Metadata;
import java.util.List;

/**
 * What trailing metadata says of an answer: its CloudEvents attributes, as MLServer sends them, and
 * the headers that the model gave it.
 */
final class AnswerTrailers {
    private static final Metadata.Key<String> ID = key("ce-id");
    private static final Metadata.Key<String> SPEC_VERSION = key("ce-specversion");
    private static final Metadata.Key<String> SOURCE = key("ce-source");
    private static final Metadata.Key<String> TYPE = key("ce-type");
    private static final Metadata.Key<String> MODEL_ID = key("ce-modelid");
    private static final Metadata.Key<String> SERVICE = key("ce-inferenceservicename");
    private static final Metadata.Key<String> ENDPOINT = key("ce-endpoint");
    private static final Metadata.Key<String> REQUEST_ID = key("ce-requestid");

    private final String source;
    private final String service;
    private final AnswerHeaders answerHeaders = new AnswerHeaders();

    AnswerTrailers(String serverName) {
        this.service = PercentEncoding.encode(serverName);
        this.source = "io.seldon.serving.deployment." + service;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    Metadata of(ModelId modelId, String requestId, InferenceResponse response) {
        String id = PercentEncoding.encode(requestId);
        String model = PercentEncoding.encode(modelId.name());
        Metadata trailers = new Metadata();
        trailers.put(SPEC_VERSION, "0.3");
        trailers.put(SOURCE, source);
        trailers.put(TYPE, "io.seldon.serving.inference.response");
        trailers.put(MODEL_ID, model);
        trailers.put(SERVICE, service);
        trailers.put(ENDPOINT, model);
        if (id.length() <= AnswerHeaders.MAX_ID_LENGTH) {
            trailers.put(ID, id);
            trailers.put(REQUEST_ID, id);
        }
        if (AnswerHeaders.areIn(response)) {
            answerHeaders.of(modelId, response).forEach((name, all) -> add(trailers, name, all));
        }
        return trailers;
    }

    private static void add(Metadata trailers, String name, List<String> values) {
        Metadata.Key<String> key = key(name);
        values.forEach(value -> trailers.put(key, PercentEncoding.headerValue(value)));
    }
}
