package io.bulkhead.plugin.huggingface.call;

import java.util.List;
import java.util.Map;

/**
 * A request as Python would write it: {@code pipeline(*positional, **keywords)}. Values are those
 * of {@link io.bulkhead.plugin.huggingface.json.JsonReader}, {@link EncodedFile} and {@link
 * Numbers}.
 */
public record Call(List<Object> positional, Map<String, Object> keywords) {}
