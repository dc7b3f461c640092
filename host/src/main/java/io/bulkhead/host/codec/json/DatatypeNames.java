package io.bulkhead.host.codec.json;

import io.bulkhead.api.tensor.Datatype;
import java.util.Arrays;

/** The datatypes' names as bytes. */
final class DatatypeNames {
    private static final Datatype[] DATATYPES = Datatype.values();
    private static final byte[][] NAMES =
            Arrays.stream(DATATYPES)
                    .map(datatype -> JsonBuffer.ascii(datatype.name()))
                    .toArray(byte[][]::new);

    private DatatypeNames() {}

    static byte[] of(Datatype datatype) {
        return NAMES[datatype.ordinal()];
    }
}
