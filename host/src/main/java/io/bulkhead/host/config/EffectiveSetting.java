package io.bulkhead.host.config;

/**
 * A setting of a model as it is in force.
 *
 * @param name as in {@code model-settings.json}, nested ones with dots
 * @param value of a type that {@link io.bulkhead.api.inference.Parameters} hold
 * @param source where it comes from: the place in the file, a variable, or why it is the default
 */
public record EffectiveSetting(String name, Object value, String source) {}
