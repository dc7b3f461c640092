package io.bulkhead.codec.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Known names, found by their bytes without making a String. */
final class FieldNames {
    private final byte[][] names;

    private FieldNames(byte[][] names) {
        this.names = names;
    }

    static FieldNames of(String... names) {
        return of(List.of(names));
    }

    static FieldNames of(List<String> names) {
        return new FieldNames(
                names.stream()
                        .map(name -> name.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
    }

    int indexOf(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return indexOf(bytes, 0, bytes.length);
    }

    int indexOf(byte[] bytes, int from, int to) {
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i];
            if (name.length == to - from && Arrays.equals(name, 0, name.length, bytes, from, to)) {
                return i;
            }
        }
        return -1;
    }
}
