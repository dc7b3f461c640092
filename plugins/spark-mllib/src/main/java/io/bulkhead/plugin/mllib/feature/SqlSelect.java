package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQLTransformer, as far as it is {@code SELECT} of columns and of arithmetic over them {@code FROM
 * __THIS__}. Whatever could drop, order or join rows is refused.
 */
public final class SqlSelect {
    private static final Pattern STATEMENT =
            Pattern.compile("\\s*select\\s+(.*)\\s+from\\s+__THIS__\\s*;?\\s*", flags());
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(`[^`]+`|[A-Za-z_][A-Za-z_0-9]*|[0-9.]+(?:[eE][+-]?[0-9]+)?|\\S)");
    private static final Pattern NAME = Pattern.compile("`[^`]+`|[A-Za-z_][A-Za-z_0-9]*");
    private static final Pattern WORD =
            Pattern.compile("case|when|cast|distinct|over|select|null", flags());

    private SqlSelect() {}

    private static int flags() {
        return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    }

    public static void read(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        String statement = saved.params().text("statement");
        Matcher matcher = STATEMENT.matcher(statement);
        if (!matcher.matches()) {
            throw unsupported(statement);
        }
        List<String> item = new ArrayList<>();
        int depth = 0;
        for (String token : tokens(matcher.group(1))) {
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (token.equals(",") && depth == 0) {
                addItem(statement, item, pipeline);
                item = new ArrayList<>();
            } else {
                item.add(token);
            }
        }
        addItem(statement, item, pipeline);
    }

    private static void addItem(String statement, List<String> item, PipelineBuilder pipeline)
            throws MalformedModelException {
        if (item.isEmpty() || item.stream().anyMatch(token -> WORD.matcher(token).matches())) {
            throw unsupported(statement);
        }
        if (item.equals(List.of("*"))) {
            return; // all columns stay
        }
        String alias = item.get(item.size() - 1);
        int length = item.size() - (isAliased(item) ? 2 : 0);
        List<String> expression = item.subList(0, length);
        if (!isName(alias)) {
            throw unsupported(statement);
        }
        if (expression.size() == 1 && isName(expression.get(0))) {
            rename(nameOf(expression.get(0)), nameOf(alias), pipeline);
            return;
        }
        if (length == item.size()) {
            throw unsupported(statement); // a name that only Spark would make up
        }
        compute(expression, nameOf(alias), pipeline);
    }

    private static void rename(String from, String to, PipelineBuilder pipeline) {
        if (!from.equals(to)) {
            Transform.add(
                    pipeline,
                    Column.any(from),
                    Column.any(to),
                    (read, write) -> write.copyOf(read));
        }
    }

    private static void compute(List<String> tokens, String name, PipelineBuilder pipeline)
            throws MalformedModelException {
        List<Integer> reads = new ArrayList<>();
        SqlExpression.Value value =
                new SqlExpression(
                                tokens,
                                column -> {
                                    int slot = pipeline.input(Column.number(column));
                                    reads.add(slot);
                                    return slot;
                                })
                        .parse();
        int output = pipeline.output(Column.number(name));
        int[] inputs = reads.stream().mapToInt(Integer::intValue).toArray();
        pipeline.step(inputs, new int[] {output}, row -> row[output].setNumber(value.of(row)));
    }

    private static boolean isAliased(List<String> item) {
        return item.size() > 2 && item.get(item.size() - 2).equalsIgnoreCase("as");
    }

    static boolean isName(String token) {
        return NAME.matcher(token).matches();
    }

    static String nameOf(String token) {
        return token.startsWith("`") ? token.substring(1, token.length() - 1) : token;
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.lookingAt()) {
            tokens.add(matcher.group(1));
            matcher.region(matcher.end(), text.length());
        }
        return tokens;
    }

    private static MalformedModelException unsupported(String statement) {
        return new MalformedModelException(
                "SQLTransformer: '"
                        + statement
                        + "' is not supported, only SELECT of columns and of arithmetic AS a name"
                        + " FROM __THIS__; move the rest in front of the model");
    }
}
