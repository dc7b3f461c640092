package io.bulkhead.host.cli;

import io.bulkhead.host.config.SettingKey;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of a command that stand for the server's settings: one for each of the table. */
final class SettingOptions {
    private SettingOptions() {}

    /** Adds them all, under a heading of their own. */
    static void addTo(CommandSpec command) {
        ArgGroupSpec.Builder group =
                ArgGroupSpec.builder()
                        .validate(false)
                        .heading("%nSettings; they win over settings.json and MLSERVER_<NAME>:%n");
        SettingKey.all().forEach(key -> group.addArg(option(key)));
        command.addArgGroup(group.build());
    }

    private static OptionSpec option(SettingKey key) {
        String byDefault =
                key.defaultValue().isEmpty() ? "" : " Default: " + key.defaultValue() + ".";
        return OptionSpec.builder(key.flag())
                .type(String.class)
                .paramLabel("<" + key.type().replace(" or ", "|") + ">")
                .description(escaped(capitalised(key.doc()) + "." + byDefault))
                .build();
    }

    /** picocli formats descriptions. */
    private static String escaped(String text) {
        return text.replace("%", "%%").replace("${", "$${");
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** Those that were given, by the names of the settings. */
    static Map<String, String> given(ParseResult result) {
        Map<String, String> flags = new HashMap<>();
        for (SettingKey key : SettingKey.all()) {
            if (result.hasMatchedOption(key.flag())) {
                flags.put(key.name(), result.matchedOptionValue(key.flag(), ""));
            }
        }
        return flags;
    }
}
