package io.bulkhead.codec.json;

import io.bulkhead.api.tensor.Datatype;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The datatypes' names as bytes. */
final class DatatypeNames {
    private static final Map<Datatype, byte[]> NAMES =
            new EnumMap<>(
                    Arrays.stream(Datatype.values())
                            .collect(
                                    Collectors.toMap(
                                            Function.identity(),
                                            datatype -> JsonBuffer.ascii(datatype.name()))));

    private DatatypeNames() {}

    static byte[] of(Datatype datatype) {
        byte[] name = NAMES.get(datatype);
        return name == null ? JsonBuffer.ascii(datatype.name()) : name;
    }
}
