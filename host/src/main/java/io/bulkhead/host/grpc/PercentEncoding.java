package io.bulkhead.host.grpc;

import java.nio.charset.StandardCharsets;

/**
 * Text for a metadata value, which is printable ASCII only: all else, and the percent sign, becomes
 * {@code %XX} of its UTF-8. So a client's id can neither break the call nor forge a header.
 */
final class PercentEncoding {
    private static final String HEX = "0123456789ABCDEF";

    private PercentEncoding() {}

    static String encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return encodeAll(text);
            }
        }
        return text;
    }

    /**
     * A header that a model gives its answer: as it is if it can be, so that what is encoded
     * already is not encoded again.
     */
    static String headerValue(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~') ? text : encodeAll(text);
    }

    private static boolean isPlain(int c) {
        return c >= ' ' && c <= '~' && c != '%';
    }

    private static String encodeAll(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        return encoded.toString();
    }
}
