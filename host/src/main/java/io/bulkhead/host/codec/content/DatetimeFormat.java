package io.bulkhead.host.codec.content;

import io.bulkhead.api.tensor.BytesData;
import java.nio.charset.StandardCharsets;

/** Points in time: any ISO 8601 form on the wire, one to the model and back. */
final class DatetimeFormat implements ByteStringFormat {
    @Override
    public BytesData decode(BytesData wire) throws MalformedElementException {
        return Elements.map(wire, DatetimeFormat::normalised);
    }

    @Override
    public BytesData encode(BytesData values) throws MalformedElementException {
        return Elements.map(values, DatetimeFormat::normalised);
    }

    private static byte[] normalised(int index, byte[] element) throws MalformedElementException {
        String text = new String(element, StandardCharsets.UTF_8);
        return IsoDatetime.parse(text)
                .orElseThrow(
                        () ->
                                new MalformedElementException(
                                        index,
                                        "is no ISO 8601 date or datetime (as"
                                                + " 2021-08-24T15:01:02+02:00), found '"
                                                + abbreviated(text)
                                                + "'"))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String abbreviated(String text) {
        int limit = 40;
        return text.length() <= limit ? text : text.substring(0, limit) + "...";
    }
}
