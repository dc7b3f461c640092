package io.bulkhead.plugin.mlflow.scoring;

import io.bulkhead.api.error.ServingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The two kinds of bodies. */
enum ScoringContentType {
    JSON,
    CSV;

    /**
     * By the header {@code Content-Type}; JSON where there is none.
     *
     * @throws ServingException {@code INVALID_ARGUMENT} for any other, in MLflow's words
     */
    static ScoringContentType of(Map<String, List<String>> headers) {
        List<String> values = headers.getOrDefault("content-type", List.of());
        return values.isEmpty() ? JSON : parse(values.get(0));
    }

    private static ScoringContentType parse(String header) {
        String[] parts = header.split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            requireUtf8(parts[i].strip());
        }
        return switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
            case "application/json" -> JSON;
            case "text/csv" -> CSV;
            default ->
                    throw ServingException.invalidArgument(
                            "This predictor only supports the following content types, ['text/csv',"
                                    + " 'application/json']. Got '"
                                    + header
                                    + "'.");
        };
    }

    private static void requireUtf8(String parameter) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        if (!name.equalsIgnoreCase("charset")) {
            throw ServingException.invalidArgument(
                    "Unrecognized content type parameters: " + name + ".");
        }
        String charset = parameter.substring(equals + 1).replace("\"", "");
        if (!charset.equalsIgnoreCase("utf-8")) {
            throw ServingException.invalidArgument("The scoring server only supports UTF-8");
        }
    }
}
