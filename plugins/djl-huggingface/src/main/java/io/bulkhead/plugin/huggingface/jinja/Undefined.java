package io.bulkhead.plugin.huggingface.jinja;

/**
 * What a name or a member that is not there stands for: no text, false, and nothing to go through.
 *
 * @param what that is not there, for messages
 */
record Undefined(String what) {
    TemplateException refusal() {
        return new TemplateException(what + " is undefined");
    }
}
