package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON as tests write it, with single quotes. */
final class Json {
    private Json() {}

    static JsonNode json(String singleQuoted) {
        try {
            return PythonJson.parse(singleQuoted.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(singleQuoted, e);
        }
    }
}
