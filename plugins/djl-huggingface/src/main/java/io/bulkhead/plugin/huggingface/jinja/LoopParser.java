package io.bulkhead.plugin.huggingface.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads loops. */
final class LoopParser {
    private final TokenReader tokens;
    private final ExpressionParser expressions;
    private final Function<Set<String>, Statement> bodies;

    LoopParser(
            TokenReader tokens,
            ExpressionParser expressions,
            Function<Set<String>, Statement> bodies) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.bodies = bodies;
    }

    Statement loop() {
        List<String> names = names();
        tokens.expectName("in");
        Expression source = expressions.or();
        Optional<Expression> test =
                tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        boolean recursive = tokens.skipName("recursive");
        tokens.expect(Token.Kind.BLOCK_END);
        Statement body = bodies.apply(Set.of("endfor", "else"));
        Statement otherwise = (scope, out) -> Statement.Signal.NEXT;
        if (tokens.name().equals("else")) {
            tokens.expect(Token.Kind.BLOCK_END);
            otherwise = bodies.apply(Set.of("endfor"));
            tokens.take();
        }
        tokens.expect(Token.Kind.BLOCK_END);
        Loop loop = new Loop(names, test, body, otherwise, recursive);
        return (scope, out) -> {
            loop.run(source.value(scope), scope, out, 1);
            return Statement.Signal.NEXT;
        };
    }

    private List<String> names() {
        boolean bracketed = tokens.skipOperator("(");
        List<String> names = new ArrayList<>();
        do {
            names.add(tokens.name());
        } while (tokens.skipOperator(",") && tokens.current().kind() == Token.Kind.NAME);
        if (bracketed) {
            tokens.expectOperator(")");
        }
        return List.copyOf(names);
    }
}
