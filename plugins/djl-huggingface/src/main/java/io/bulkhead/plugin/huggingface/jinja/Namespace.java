package io.bulkhead.plugin.huggingface.jinja;

import java.util.Map;

/** A template's {@code namespace()}: the one thing whose members a template may set. */
record Namespace(Map<String, Object> members) {}
