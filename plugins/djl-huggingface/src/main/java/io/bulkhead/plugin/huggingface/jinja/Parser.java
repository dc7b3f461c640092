package io.bulkhead.plugin.huggingface.jinja;

import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the statements of a template. */
final class Parser {
    private static final int DEEPEST = 100;

    private final TokenReader tokens;
    private final ExpressionParser expressions;
    private int depth;

    Parser(List<Token> tokens) {
        this.tokens = new TokenReader(tokens);
        this.expressions = new ExpressionParser(this.tokens);
    }

    Statement template() {
        return body(Set.of());
    }

    /** All up to the beginning of a block of one of these names, whose name is current then. */
    private Statement body(Set<String> ends) {
        if (++depth > DEEPEST) {
            throw tokens.refused("blocks are nested too deep");
        }
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = tokens.take();
            switch (token.kind()) {
                case DATA -> statements.add(data(token.text()));
                case VARIABLE_BEGIN -> statements.add(variable());
                case BLOCK_BEGIN -> {
                    if (ends.contains(tokens.current().text())) {
                        depth--;
                        return Statement.all(statements);
                    }
                    statements.add(block());
                }
                case END -> {
                    if (!ends.isEmpty()) {
                        throw tokens.refused("expected one of " + ends + ", found " + token);
                    }
                    return Statement.all(statements);
                }
                default -> throw tokens.refused("found " + token);
            }
        }
    }

    private static Statement data(String text) {
        return (scope, out) -> {
            out.append(text);
            return Statement.Signal.NEXT;
        };
    }

    private Statement variable() {
        Expression value = expressions.list();
        tokens.expect(Token.Kind.VARIABLE_END);
        return (scope, out) -> {
            out.append(Values.text(value.value(scope)));
            return Statement.Signal.NEXT;
        };
    }

    private void endBlock() {
        tokens.expect(Token.Kind.BLOCK_END);
    }

    private Statement block() {
        String name = tokens.name();
        return switch (name) {
            case "if" -> condition();
            case "for" -> new LoopParser(tokens, expressions, this::body).loop();
            case "set" -> assignment();
            case "macro" -> macro();
            case "call" -> callBlock();
            case "filter" -> filterBlock();
            case "with" -> with();
            case "break" -> signal(Statement.Signal.BREAK);
            case "continue" -> signal(Statement.Signal.CONTINUE);
            case "generation" -> generation();
            default ->
                    throw tokens.refused("a template for chats cannot have a block '" + name + "'");
        };
    }

    private Statement signal(Statement.Signal signal) {
        endBlock();
        return (scope, out) -> signal;
    }

    private Statement condition() {
        Expression test = expressions.list();
        endBlock();
        Statement yes = body(Set.of("elif", "else", "endif"));
        Statement no =
                switch (tokens.name()) {
                    case "elif" -> condition();
                    case "else" -> {
                        endBlock();
                        Statement other = body(Set.of("endif"));
                        tokens.take();
                        endBlock();
                        yield other;
                    }
                    default -> {
                        endBlock();
                        yield (scope, out) -> Statement.Signal.NEXT;
                    }
                };
        return (scope, out) -> (Values.isTrue(test.value(scope)) ? yes : no).render(scope, out);
    }

    private Statement assignment() {
        String name = tokens.name();
        if (tokens.skipOperator(".")) {
            String member = tokens.name();
            return assigned((scope, value) -> setMember(scope.get(name), member, value));
        }
        if (!tokens.isOperator(",")) {
            return assigned((scope, value) -> scope.set(name, value));
        }
        List<String> names = new ArrayList<>(List.of(name));
        while (tokens.skipOperator(",")) {
            names.add(tokens.name());
        }
        return assigned((scope, value) -> Values.unpack(names, value, scope));
    }

    private interface Target {
        void set(Scope scope, Object value);
    }

    private static void setMember(Object target, String member, Object value) {
        if (!(target instanceof Namespace namespace)) {
            throw new TemplateException("only a namespace's members can be set");
        }
        namespace.members().put(member, value);
    }

    private Statement assigned(Target target) {
        if (tokens.skipOperator("=")) {
            Expression value = expressions.list();
            endBlock();
            return (scope, out) -> {
                target.set(scope, value.value(scope));
                return Statement.Signal.NEXT;
            };
        }
        Expression[] text = new Expression[1];
        Statement[] body = new Statement[1];
        Expression filtered = scope -> body[0].text(scope.inner());
        while (tokens.skipOperator("|")) {
            filtered = expressions.filter(filtered);
        }
        text[0] = filtered;
        endBlock();
        body[0] = body(Set.of("endset"));
        tokens.take();
        endBlock();
        return (scope, out) -> {
            target.set(scope, text[0].value(scope));
            return Statement.Signal.NEXT;
        };
    }

    private List<Macro.Parameter> parameters() {
        List<Macro.Parameter> parameters = new ArrayList<>();
        tokens.expectOperator("(");
        while (!tokens.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                tokens.expectOperator(",");
            }
            String name = tokens.name();
            parameters.add(
                    new Macro.Parameter(
                            name,
                            tokens.skipOperator("=")
                                    ? Optional.of(expressions.expression())
                                    : Optional.empty()));
        }
        return parameters;
    }

    private Statement macro() {
        String name = tokens.name();
        List<Macro.Parameter> parameters = parameters();
        endBlock();
        Statement body = body(Set.of("endmacro"));
        tokens.take();
        endBlock();
        return (scope, out) -> {
            scope.set(name, new Macro(name, parameters, body, scope, Optional.empty()));
            return Statement.Signal.NEXT;
        };
    }

    private Statement callBlock() {
        List<Macro.Parameter> parameters =
                tokens.isOperator("(") ? parameters() : List.<Macro.Parameter>of();
        String name = tokens.name();
        CallSite site = expressions.callSite();
        endBlock();
        Statement body = body(Set.of("endcall"));
        tokens.take();
        endBlock();
        return (scope, out) -> {
            if (!(scope.get(name) instanceof Macro macro)) {
                throw new TemplateException("'" + name + "' is no macro");
            }
            Macro caller = new Macro("caller", parameters, body, scope, Optional.empty());
            out.append(Values.text(macro.calledBy(caller).call(site.arguments(scope))));
            return Statement.Signal.NEXT;
        };
    }

    private Statement filterBlock() {
        Statement[] body = new Statement[1];
        Expression filtered = expressions.filter(scope -> body[0].text(scope.inner()));
        while (tokens.skipOperator("|")) {
            filtered = expressions.filter(filtered);
        }
        Expression text = filtered;
        endBlock();
        body[0] = body(Set.of("endfilter"));
        tokens.take();
        endBlock();
        return (scope, out) -> {
            out.append(Values.text(text.value(scope)));
            return Statement.Signal.NEXT;
        };
    }

    private Statement with() {
        List<Map.Entry<String, Expression>> names = new ArrayList<>();
        while (tokens.current().kind() == Token.Kind.NAME) {
            String name = tokens.name();
            tokens.expectOperator("=");
            names.add(Map.entry(name, expressions.expression()));
            tokens.skipOperator(",");
        }
        endBlock();
        Statement body = body(Set.of("endwith"));
        tokens.take();
        endBlock();
        return (scope, out) -> {
            Scope inner = scope.inner();
            names.forEach(entry -> inner.set(entry.getKey(), entry.getValue().value(scope)));
            return body.render(inner, out);
        };
    }

    /** What transformers marks as made by the model is text as any other. */
    private Statement generation() {
        endBlock();
        Statement body = body(Set.of("endgeneration"));
        tokens.take();
        endBlock();
        return body;
    }

    static Object orNull(Optional<Object> value) {
        return value.orElse(JsonNull.NULL);
    }
}
