package io.bulkhead.plugin.huggingface.jinja;

import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads expressions, with Jinja's precedence. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");
    private static final Set<String> NO_OPERAND = Set.of("else", "or", "and", "if", "is", "in");
    private static final int DEEPEST = 100;

    /** A longer one would need more of the stack than a thread has. */
    private static final int LONGEST = 1000;

    private final TokenReader tokens;
    private int depth;
    private int length;

    ExpressionParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    /** One that may choose by a condition. */
    Expression expression() {
        if (++depth > DEEPEST) {
            throw tokens.refused("an expression is nested too deep");
        }
        length = depth == 1 ? 0 : length;
        Expression value = or();
        while (tokens.skipName("if")) {
            Expression yes = value;
            Expression test = or();
            Expression no =
                    tokens.skipName("else")
                            ? expression()
                            : scope -> new Undefined("the other value of an 'if'");
            value = scope -> Values.isTrue(test.value(scope)) ? yes.value(scope) : no.value(scope);
        }
        depth--;
        return value;
    }

    /** One operator more. */
    private void count() {
        if (++length > LONGEST) {
            throw tokens.refused("an expression has more than " + LONGEST + " operators");
        }
    }

    /** One or, with commas, several as a list. */
    Expression list() {
        Expression first = expression();
        if (!tokens.isOperator(",")) {
            return first;
        }
        List<Expression> all = new ArrayList<>(List.of(first));
        while (tokens.skipOperator(",") && startsExpression()) {
            all.add(expression());
        }
        return ofList(all);
    }

    private boolean startsExpression() {
        return switch (tokens.current().kind()) {
            case BLOCK_END, VARIABLE_END, END -> false;
            case OPERATOR -> !tokens.isOperator(")") && !tokens.isOperator("=");
            default -> true;
        };
    }

    /** One without a condition behind it. */
    Expression or() {
        Expression left = and();
        while (tokens.skipName("or")) {
            Expression first = left;
            Expression second = and();
            left =
                    scope -> {
                        Object value = first.value(scope);
                        return Values.isTrue(value) ? value : second.value(scope);
                    };
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.skipName("and")) {
            Expression first = left;
            Expression second = not();
            left =
                    scope -> {
                        Object value = first.value(scope);
                        return Values.isTrue(value) ? second.value(scope) : value;
                    };
        }
        return left;
    }

    private Expression not() {
        if (!tokens.isName("not") || tokens.ahead().is(Token.Kind.NAME, "in")) {
            return comparison();
        }
        tokens.take();
        count();
        Expression value = not();
        return scope -> !Values.isTrue(value.value(scope));
    }

    /** {@code a < b < c} is {@code a < b and b < c}. */
    private Expression comparison() {
        Expression first = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> operands = new ArrayList<>(List.of(first));
        for (String operator = comparator(); !operator.isEmpty(); operator = comparator()) {
            operators.add(operator);
            operands.add(sum());
        }
        return operators.isEmpty() ? first : scope -> compare(operators, operands, scope);
    }

    private String comparator() {
        if (tokens.current().kind() == Token.Kind.OPERATOR
                && COMPARISONS.contains(tokens.current().text())) {
            return tokens.take().text();
        }
        if (tokens.skipName("in")) {
            return "in";
        }
        if (tokens.isName("not") && tokens.ahead().is(Token.Kind.NAME, "in")) {
            tokens.take();
            tokens.take();
            return "not in";
        }
        return "";
    }

    private static Object compare(List<String> operators, List<Expression> operands, Scope scope) {
        Object left = operands.get(0).value(scope);
        for (int i = 0; i < operators.size(); i++) {
            Object right = operands.get(i + 1).value(scope);
            if (!Operators.compares(operators.get(i), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private Expression sum() {
        Expression left = concatenation();
        while (tokens.isOperator("+") || tokens.isOperator("-")) {
            left = binary(tokens.take().text(), left, concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = product();
        while (tokens.skipOperator("~")) {
            left = binary("~", left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (tokens.current().kind() == Token.Kind.OPERATOR
                && PRODUCTS.contains(tokens.current().text())) {
            left = binary(tokens.take().text(), left, power());
        }
        return left;
    }

    private Expression power() {
        Expression left = unary(true);
        while (tokens.skipOperator("**")) {
            left = binary("**", left, unary(true));
        }
        return left;
    }

    private static Expression binary(String operator, Expression left, Expression right) {
        return scope ->
                Operators.compute(operator, left.value(scope), right.value(scope), scope.budget());
    }

    private Expression unary(boolean filtered) {
        count();
        Expression value;
        if (tokens.skipOperator("-")) {
            Expression operand = unary(false);
            value = scope -> Operators.negative(operand.value(scope));
        } else if (tokens.skipOperator("+")) {
            value = unary(false);
        } else {
            value = primary();
        }
        value = postfixed(value);
        return filtered ? filtered(value) : value;
    }

    private Expression primary() {
        Token token = tokens.take();
        return switch (token.kind()) {
            case NAME -> named(token.text());
            case INTEGER -> constant(Long.parseLong(token.text()));
            case FLOAT -> constant(Double.parseDouble(token.text()));
            case STRING -> constant(text(token));
            case OPERATOR -> bracketed(token);
            default -> throw tokens.refused("found " + token + " where a value is wanted");
        };
    }

    private static Expression named(String name) {
        return switch (name) {
            case "true", "True" -> constant(true);
            case "false", "False" -> constant(false);
            case "none", "None" -> constant(JsonNull.NULL);
            default -> scope -> scope.get(name);
        };
    }

    private static Expression constant(Object value) {
        return scope -> value;
    }

    /** Texts side by side are one. */
    private String text(Token first) {
        StringBuilder text = new StringBuilder(first.text());
        while (tokens.current().kind() == Token.Kind.STRING) {
            text.append(tokens.take().text());
        }
        return text.toString();
    }

    private Expression bracketed(Token open) {
        return switch (open.text()) {
            case "(" -> {
                if (tokens.skipOperator(")")) {
                    yield ofList(List.of());
                }
                Expression value = list();
                tokens.expectOperator(")");
                yield value;
            }
            case "[" -> ofList(elements("]"));
            case "{" -> members();
            default -> throw tokens.refused("found " + open + " where a value is wanted");
        };
    }

    private List<Expression> elements(String end) {
        List<Expression> elements = new ArrayList<>();
        while (!tokens.skipOperator(end)) {
            if (!elements.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(end)) {
                    break;
                }
            }
            elements.add(expression());
        }
        return elements;
    }

    private static Expression ofList(List<Expression> elements) {
        List<Expression> all = List.copyOf(elements);
        return scope -> {
            List<Object> values = new ArrayList<>(all.size());
            all.forEach(element -> values.add(element.value(scope)));
            return values;
        };
    }

    private Expression members() {
        Map<Expression, Expression> members = new LinkedHashMap<>();
        while (!tokens.skipOperator("}")) {
            if (!members.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator("}")) {
                    break;
                }
            }
            Expression name = expression();
            tokens.expectOperator(":");
            members.put(name, expression());
        }
        return scope -> {
            Map<Object, Object> values = new LinkedHashMap<>();
            members.forEach((name, value) -> values.put(name.value(scope), value.value(scope)));
            return values;
        };
    }

    private Expression postfixed(Expression value) {
        Expression result = value;
        while (true) {
            count();
            if (tokens.skipOperator(".")) {
                result = member(result);
            } else if (tokens.skipOperator("[")) {
                result = subscript(result);
            } else if (tokens.isOperator("(")) {
                result = call(result);
            } else {
                return result;
            }
        }
    }

    private Expression member(Expression value) {
        if (tokens.current().kind() == Token.Kind.INTEGER) {
            long index = Long.parseLong(tokens.take().text());
            return scope -> Members.item(value.value(scope), index);
        }
        String name = tokens.name();
        return scope -> Members.attribute(value.value(scope), name);
    }

    private Expression subscript(Expression value) {
        List<Expression> bounds = new ArrayList<>();
        boolean slice = false;
        Expression nothing = constant(JsonNull.NULL);
        Expression bound = nothing;
        while (!tokens.skipOperator("]")) {
            if (tokens.skipOperator(":")) {
                slice = true;
                bounds.add(bound);
                bound = nothing;
            } else {
                bound = expression();
            }
        }
        bounds.add(bound);
        if (!slice) {
            Expression index = bounds.get(0);
            return scope -> Members.item(value.value(scope), index.value(scope));
        }
        return scope ->
                Slice.of(
                        value.value(scope),
                        bounds.stream().map(edge -> edge.value(scope)).toList());
    }

    private Expression call(Expression function) {
        CallSite site = callSite();
        return scope -> {
            scope.budget().step();
            Object callee = function.value(scope);
            if (callee instanceof Callable callable) {
                return callable.call(site.arguments(scope));
            }
            throw callee instanceof Undefined undefined
                    ? undefined.refusal()
                    : new TemplateException("a " + Values.type(callee) + " cannot be called");
        };
    }

    /** The arguments of a call, its brackets included. */
    CallSite callSite() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        tokens.expectOperator("(");
        while (!tokens.skipOperator(")")) {
            if (!positional.isEmpty() || !named.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(")")) {
                    break;
                }
            }
            if (tokens.current().kind() == Token.Kind.NAME
                    && tokens.ahead().is(Token.Kind.OPERATOR, "=")) {
                String name = tokens.name();
                tokens.take();
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
        }
        return new CallSite(positional, named);
    }

    private Expression filtered(Expression value) {
        Expression result = value;
        while (true) {
            count();
            if (tokens.skipOperator("|")) {
                result = filter(result);
            } else if (tokens.isName("is")) {
                tokens.take();
                result = test(result);
            } else if (tokens.isOperator("(")) {
                result = call(result);
            } else {
                return result;
            }
        }
    }

    /** A filter by its name, behind its bar. */
    Expression filter(Expression value) {
        String name = tokens.name();
        Filters.require(name, tokens);
        CallSite site = tokens.isOperator("(") ? callSite() : CallSite.NONE;
        return scope -> {
            scope.budget().step();
            return Filters.apply(name, value.value(scope), site.arguments(scope));
        };
    }

    private Expression test(Expression value) {
        boolean negated = tokens.skipName("not");
        String name = tokens.name();
        Tests.require(name, tokens);
        CallSite site = operand();
        return scope -> Tests.passes(name, value.value(scope), site.arguments(scope)) != negated;
    }

    /** What a test is made with: arguments in brackets, or one value without. */
    private CallSite operand() {
        if (tokens.isOperator("(")) {
            return callSite();
        }
        boolean there =
                switch (tokens.current().kind()) {
                    case NAME -> !NO_OPERAND.contains(tokens.current().text());
                    case STRING, INTEGER, FLOAT -> true;
                    case OPERATOR -> tokens.isOperator("[") || tokens.isOperator("{");
                    default -> false;
                };
        return there ? new CallSite(List.of(postfixed(primary())), Map.of()) : CallSite.NONE;
    }
}
