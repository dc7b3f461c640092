package io.bulkhead.host.grpc;

import io.bulkhead.host.dataplane.InferenceAnswer;
import io.grpc.Metadata;

/** The CloudEvents attributes of an answer as MLServer sends them, in trailing metadata. */
final class CloudEventTrailers {
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

    CloudEventTrailers(String serverName) {
        this.service = PercentEncoding.encode(serverName);
        this.source = "io.seldon.serving.deployment." + service;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    Metadata of(InferenceAnswer answer) {
        String id = PercentEncoding.encode(answer.id());
        String model = PercentEncoding.encode(answer.model().name());
        Metadata trailers = new Metadata();
        trailers.put(ID, id);
        trailers.put(SPEC_VERSION, "0.3");
        trailers.put(SOURCE, source);
        trailers.put(TYPE, "io.seldon.serving.inference.response");
        trailers.put(MODEL_ID, model);
        trailers.put(SERVICE, service);
        trailers.put(ENDPOINT, model);
        trailers.put(REQUEST_ID, id);
        return trailers;
    }
}
