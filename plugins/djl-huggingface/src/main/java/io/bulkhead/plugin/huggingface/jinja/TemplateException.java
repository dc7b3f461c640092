package io.bulkhead.plugin.huggingface.jinja;

/** A template that cannot be read or rendered, or that refuses what it is given. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public TemplateException(String message) {
        super(message);
    }
}
