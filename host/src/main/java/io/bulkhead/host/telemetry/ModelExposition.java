package io.bulkhead.host.telemetry;

import io.bulkhead.api.metadata.ModelId;

/**
 * What a model's own server says of itself, in Prometheus' text format.
 *
 * @param model whose process it is
 * @param text as it came
 */
public record ModelExposition(ModelId model, String text) {}
