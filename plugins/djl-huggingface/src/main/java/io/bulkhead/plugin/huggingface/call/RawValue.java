package io.bulkhead.plugin.huggingface.call;

/** What content type {@code raw} decodes to: one value as it is. */
public record RawValue(Object value) {}
