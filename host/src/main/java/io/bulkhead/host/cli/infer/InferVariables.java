package io.bulkhead.host.cli.infer;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The environment's values for options, under MLServer's names. */
final class InferVariables implements IDefaultValueProvider {
    private static final String PREFIX = "MLSERVER_INFER_";
    private static final String HEADERS = PREFIX + "REQUEST_HEADERS";

    private final Map<String, String> variables;

    InferVariables(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.isMultiValue()) {
            return argument.defaultValue();
        }
        return Optional.ofNullable(variables.get(variable(option)))
                .filter(value -> !value.isEmpty())
                .orElse(argument.defaultValue());
    }

    /** MLServer calls one of them otherwise than its option. */
    static String variable(OptionSpec option) {
        String name = option.longestName().replaceFirst("^--", "");
        String variable = name.equals("timeout") ? "connection-timeout" : name;
        return PREFIX + variable.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** {@code Name1:value1 Name2:value2}; empty text if there are none. */
    String headers() {
        return variables.getOrDefault(HEADERS, "");
    }
}
