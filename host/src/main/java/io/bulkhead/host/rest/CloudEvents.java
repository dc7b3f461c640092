package io.bulkhead.host.rest;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.dataplane.AnswerHeaders;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** The {@code Ce-*} headers that every answer of infer carries. */
final class CloudEvents {
    private static final HttpField SPEC_VERSION = new PreEncodedHttpField("Ce-Specversion", "0.3");
    private static final HttpField TYPE =
            new PreEncodedHttpField("Ce-Type", "io.seldon.serving.inference.response");

    private final HttpField source;
    private final HttpField service;

    CloudEvents(String serverName) {
        String name = PercentEncoding.headerValue(serverName);
        this.source = new PreEncodedHttpField("Ce-Source", "io.seldon.serving.deployment." + name);
        this.service = new PreEncodedHttpField("Ce-Inferenceservicename", name);
    }

    void addTo(HttpFields.Mutable headers, ModelId model, String id) {
        String modelName = PercentEncoding.headerValue(model.name());
        String requestId = PercentEncoding.headerValue(id);
        headers.add(SPEC_VERSION);
        headers.add(source);
        headers.add(TYPE);
        headers.add(new HttpField("Ce-Modelid", modelName));
        headers.add(service);
        headers.add(new HttpField("Ce-Endpoint", modelName));
        if (requestId.length() <= AnswerHeaders.MAX_ID_LENGTH) {
            headers.add(new HttpField("Ce-Id", requestId));
            headers.add(new HttpField("Ce-Requestid", requestId));
        }
    }
}
