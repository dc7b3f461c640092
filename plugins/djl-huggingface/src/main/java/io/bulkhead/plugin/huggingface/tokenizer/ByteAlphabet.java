package io.bulkhead.plugin.huggingface.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The printable characters that byte-level vocabularies write bytes with. */
final class ByteAlphabet {
    private static final Map<Character, Byte> BYTES = alphabet();

    private ByteAlphabet() {}

    private static Map<Character, Byte> alphabet() {
        Map<Character, Byte> bytes = new HashMap<>();
        char next = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable =
                    (value >= '!' && value <= '~')
                            || (value >= 0xA1 && value <= 0xAC)
                            || (value >= 0xAE && value <= 0xFF);
            bytes.put(printable ? (char) value : next++, (byte) value);
        }
        return Map.copyOf(bytes);
    }

    /** The bytes of a token; its UTF-8 if it is not written in the alphabet. */
    static byte[] decode(String token) {
        byte[] decoded = new byte[token.length()];
        for (int i = 0; i < decoded.length; i++) {
            Byte value = BYTES.get(token.charAt(i));
            if (value == null) {
                return token.getBytes(StandardCharsets.UTF_8);
            }
            decoded[i] = value;
        }
        return decoded;
    }
}
