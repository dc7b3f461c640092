package io.bulkhead.plugin.huggingface.jinja;

/** Computes a value. */
@FunctionalInterface
interface Expression {
    Object value(Scope scope);
}
