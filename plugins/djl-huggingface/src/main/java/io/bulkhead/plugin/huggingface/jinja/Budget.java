package io.bulkhead.plugin.huggingface.jinja;

/** What one rendering may cost, so that no template keeps a thread or fills the memory. */
final class Budget {
    private static final int MOST_STEPS = 20_000_000;
    private static final int MOST_CHARACTERS = 64 << 20;
    private static final int DEEPEST = 64;

    private int steps;
    private int depth;

    void step() {
        if (++steps > MOST_STEPS) {
            throw new TemplateException("the template does not come to an end");
        }
    }

    /** A text is about to become this long. */
    void check(long characters) {
        if (characters > MOST_CHARACTERS) {
            throw new TemplateException("the template makes a text of " + characters);
        }
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw new TemplateException("macros call each other without an end");
        }
    }

    void leave() {
        depth--;
    }
}
