package io.bulkhead.plugin.huggingface.jinja;

import io.bulkhead.plugin.huggingface.json.JsonReader;
import java.util.Map;

/** A template that has been read. Immutable; rendered by any number of threads at once. */
public final class Template {
    private final Statement body;

    private Template(Statement body) {
        this.body = body;
    }

    /**
     * Reads a template.
     *
     * @throws TemplateException with the line if it is none
     */
    public static Template parse(String source) {
        return new Template(new Parser(Lexer.tokens(source)).template());
    }

    /**
     * The text that it makes.
     *
     * @param variables values as {@link JsonReader} gives them, and {@link Callable}s
     * @throws TemplateException if it refuses them, or cannot be rendered
     */
    public String render(Map<String, Object> variables) {
        try {
            return body.text(Scope.of(variables));
        } catch (ArithmeticException e) {
            throw new TemplateException("a number cannot be computed: " + e.getMessage());
        }
    }
}
