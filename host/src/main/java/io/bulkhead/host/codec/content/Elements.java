package io.bulkhead.host.codec.content;

import io.bulkhead.api.tensor.BytesData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Byte strings converted one by one. */
final class Elements {
    /** The conversion of one element that is not missing. */
    @FunctionalInterface
    interface Conversion {
        byte[] apply(int index, byte[] element) throws MalformedElementException;
    }

    private Elements() {}

    /** Every element converted; a missing one stays missing. */
    static BytesData map(BytesData data, Conversion conversion) throws MalformedElementException {
        List<byte @Nullable []> converted = new ArrayList<>(data.size());
        for (int i = 0; i < data.size(); i++) {
            converted.add(data.isNull(i) ? null : conversion.apply(i, data.bytesAt(i)));
        }
        return BytesData.ofBytes(converted);
    }
}
