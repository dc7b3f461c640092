package io.bulkhead.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads {@code cors_settings}, which is an object of its own. */
final class CorsFields {
    static final Set<String> NAMES =
            Set.of(
                    "allow_origins",
                    "allow_origin_regex",
                    "allow_credentials",
                    "allow_methods",
                    "allow_headers",
                    "expose_headers",
                    "max_age");

    private final JsonNode node;
    private final SettingSources from;

    private CorsFields(JsonNode node, SettingSources from) {
        this.node = node;
        this.from = from;
    }

    static ServerSettings.Cors read(JsonNode node, SettingSources from) {
        CorsFields fields = new CorsFields(node, from);
        return new ServerSettings.Cors(
                fields.texts("allow_origins", List.of()),
                fields.regex(),
                fields.credentials(),
                fields.texts("allow_methods", List.of("GET")),
                fields.texts("allow_headers", List.of()),
                fields.maxAge());
    }

    /** The field's value; empty if it is not given or null. MLServer has variables for them too. */
    private Optional<JsonNode> given(String field) {
        return Optional.ofNullable(node.get(field))
                .or(() -> from.variable("MLSERVER_" + field.toUpperCase(Locale.ROOT)))
                .filter(value -> !value.isNull());
    }

    private void wrong(String field, String wanted, JsonNode value) {
        from.wrongWithin(SettingKey.CORS_SETTINGS, field, wanted, value);
    }

    private List<String> texts(String field, List<String> defaultValue) {
        Optional<JsonNode> list = given(field);
        if (list.isEmpty()) {
            return defaultValue;
        }
        List<String> values = new ArrayList<>();
        boolean legal = list.get().isArray();
        for (JsonNode element : list.get()) {
            legal &= element.isTextual();
            values.add(element.asText());
        }
        if (!legal) {
            wrong(field, "a list of texts", list.get());
        }
        return values;
    }

    private Optional<String> regex() {
        Optional<JsonNode> value = given("allow_origin_regex");
        if (value.isPresent() && !isRegex(value.get())) {
            wrong("allow_origin_regex", "a regular expression", value.get());
            return Optional.empty();
        }
        return value.map(JsonNode::textValue);
    }

    private static boolean isRegex(JsonNode value) {
        try {
            Pattern.compile(value.asText());
            return value.isTextual();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private boolean credentials() {
        Optional<JsonNode> value = given("allow_credentials");
        if (value.isPresent() && !value.get().isBoolean()) {
            wrong("allow_credentials", "true or false", value.get());
        }
        return value.map(JsonNode::booleanValue).orElse(false);
    }

    private int maxAge() {
        Optional<JsonNode> value = given("max_age");
        if (value.isPresent() && !value.get().canConvertToInt()) {
            wrong("max_age", "an integer", value.get());
        }
        return value.map(JsonNode::intValue).orElse(600);
    }
}
