package io.bulkhead.plugin.huggingface.jinja;

import java.util.List;

/** Goes through tokens. */
final class TokenReader {
    private final List<Token> tokens;
    private int at;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(at);
    }

    Token ahead() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean isName(String name) {
        return current().is(Token.Kind.NAME, name);
    }

    boolean isOperator(String operator) {
        return current().is(Token.Kind.OPERATOR, operator);
    }

    boolean skipName(String name) {
        boolean there = isName(name);
        if (there) {
            take();
        }
        return there;
    }

    boolean skipOperator(String operator) {
        boolean there = isOperator(operator);
        if (there) {
            take();
        }
        return there;
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw refused("expected '" + operator + "', found " + current());
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw refused("expected '" + name + "', found " + current());
        }
    }

    String name() {
        return expect(Token.Kind.NAME).text();
    }

    Token expect(Token.Kind kind) {
        if (current().kind() != kind) {
            throw refused("found " + current());
        }
        return take();
    }

    TemplateException refused(String why) {
        return new TemplateException("line " + current().line() + ": " + why);
    }
}
