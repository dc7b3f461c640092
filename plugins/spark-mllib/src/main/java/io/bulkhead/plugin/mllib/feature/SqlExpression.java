package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.row.Cell;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/** Arithmetic over columns: what SQLTransformer is mostly used for. */
final class SqlExpression {
    private static final int DEEPEST = 64;

    private final List<String> tokens;
    private final ToIntFunction<String> columns;
    private int next;
    private int depth;

    /**
     * @param columns gives the number of a column
     */
    SqlExpression(List<String> tokens, ToIntFunction<String> columns) {
        this.tokens = tokens;
        this.columns = columns;
    }

    /** A number for each row. */
    @FunctionalInterface
    interface Value {
        double of(Cell[] row);
    }

    Value parse() throws MalformedModelException {
        Value value = sum();
        if (next < tokens.size()) {
            throw unsupported();
        }
        return value;
    }

    private Value sum() throws MalformedModelException {
        if (++depth > DEEPEST) {
            throw new MalformedModelException("SQL that is nested too deep");
        }
        Value left = product();
        while (is("+") || is("-")) {
            boolean plus = tokens.get(next++).equals("+");
            Value before = left;
            Value after = product();
            left =
                    plus
                            ? row -> before.of(row) + after.of(row)
                            : row -> before.of(row) - after.of(row);
        }
        depth--;
        return left;
    }

    private Value product() throws MalformedModelException {
        Value left = factor();
        while (is("*") || is("/") || is("%")) {
            String operator = tokens.get(next++);
            Value before = left;
            Value after = factor();
            left =
                    switch (operator) {
                        case "*" -> row -> before.of(row) * after.of(row);
                        case "/" -> row -> before.of(row) / after.of(row);
                        default -> row -> before.of(row) % after.of(row);
                    };
        }
        return left;
    }

    private Value factor() throws MalformedModelException {
        if (next >= tokens.size()) {
            throw unsupported();
        }
        String token = tokens.get(next++);
        if (token.equals("-")) {
            Value value = factor();
            return row -> -value.of(row);
        }
        if (token.equals("(")) {
            Value value = sum();
            expect(")");
            return value;
        }
        if (Character.isDigit(token.charAt(0)) || token.charAt(0) == '.') {
            double number = number(token);
            return row -> number;
        }
        if (!SqlSelect.isName(token)) {
            throw unsupported();
        }
        return is("(") ? call(token) : column(SqlSelect.nameOf(token));
    }

    private Value column(String name) {
        int slot = columns.applyAsInt(name);
        return row -> row[slot].number();
    }

    private Value call(String name) throws MalformedModelException {
        expect("(");
        Value first = sum();
        String function = name.toLowerCase(Locale.ROOT);
        if (function.equals("pow") || function.equals("power")) {
            expect(",");
            Value second = sum();
            expect(")");
            return row -> Math.pow(first.of(row), second.of(row));
        }
        expect(")");
        DoubleUnaryOperator operator = operator(function);
        return row -> operator.applyAsDouble(first.of(row));
    }

    private static DoubleUnaryOperator operator(String function) throws MalformedModelException {
        return switch (function) {
            case "abs" -> Math::abs;
            case "sqrt" -> Math::sqrt;
            case "exp" -> Math::exp;
            case "ln", "log" -> Math::log;
            case "log10" -> Math::log10;
            case "log2" -> value -> Math.log(value) / Math.log(2);
            case "log1p" -> Math::log1p;
            case "expm1" -> Math::expm1;
            case "floor" -> Math::floor;
            case "ceil", "ceiling" -> Math::ceil;
            case "sin" -> Math::sin;
            case "cos" -> Math::cos;
            case "double", "float" -> value -> value;
            default ->
                    throw new MalformedModelException(
                            "SQL function '" + function + "' is not supported");
        };
    }

    private static double number(String token) throws MalformedModelException {
        try {
            return Double.parseDouble(token);
        } catch (NumberFormatException broken) {
            throw new MalformedModelException("SQL number '" + token + "'", broken);
        }
    }

    private boolean is(String token) {
        return next < tokens.size() && tokens.get(next).equals(token);
    }

    private void expect(String token) throws MalformedModelException {
        if (!is(token)) {
            throw unsupported();
        }
        next++;
    }

    private MalformedModelException unsupported() {
        return new MalformedModelException(
                "SQL '" + String.join(" ", tokens) + "' is more than arithmetic over columns");
    }
}
