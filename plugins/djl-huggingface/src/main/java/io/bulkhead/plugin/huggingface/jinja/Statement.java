package io.bulkhead.plugin.huggingface.jinja;

/** Writes a part of the text. */
@FunctionalInterface
interface Statement {
    /** How it goes on. */
    enum Signal {
        NEXT,
        BREAK,
        CONTINUE
    }

    Signal render(Scope scope, StringBuilder out);

    /** One after the other, until one breaks off. */
    static Statement all(java.util.List<Statement> statements) {
        java.util.List<Statement> body = java.util.List.copyOf(statements);
        return (scope, out) -> {
            for (Statement statement : body) {
                scope.budget().step();
                Signal signal = statement.render(scope, out);
                scope.budget().check(out.length());
                if (signal != Signal.NEXT) {
                    return signal;
                }
            }
            return Signal.NEXT;
        };
    }

    /** What it writes. */
    default String text(Scope scope) {
        StringBuilder out = new StringBuilder();
        render(scope, out);
        return out.toString();
    }
}
