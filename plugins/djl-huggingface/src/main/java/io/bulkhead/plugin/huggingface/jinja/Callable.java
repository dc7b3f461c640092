package io.bulkhead.plugin.huggingface.jinja;

/** Something that a template can call. */
@FunctionalInterface
public interface Callable {
    /**
     * The answer: a value as {@link io.bulkhead.plugin.huggingface.json.JsonReader} gives them.
     *
     * @throws TemplateException if that cannot be
     */
    Object call(CallArguments arguments);
}
