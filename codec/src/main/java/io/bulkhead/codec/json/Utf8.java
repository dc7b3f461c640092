package io.bulkhead.codec.json;

/** UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing above U+10FFFF. */
final class Utf8 {
    private Utf8() {}

    /** The length of the sequence of two bytes or more that starts here; 0 if it is not valid. */
    static int sequenceLength(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (at + length > end || !secondFits(lead, bytes[at + 1] & 0xff)) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static boolean secondFits(int lead, int second) {
        return switch (lead) {
            case 0xe0 -> second >= 0xa0 && second <= 0xbf;
            case 0xed -> second >= 0x80 && second <= 0x9f;
            case 0xf0 -> second >= 0x90 && second <= 0xbf;
            case 0xf4 -> second >= 0x80 && second <= 0x8f;
            default -> second >= 0x80 && second <= 0xbf;
        };
    }

    /** Writes one code point; the position behind it. */
    static int encode(int codePoint, byte[] target, int offset) {
        int to = offset;
        if (codePoint < 0x80) {
            target[to++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            target[to++] = (byte) (0xc0 | codePoint >> 6);
            target[to++] = continuation(codePoint);
        } else if (codePoint < 0x10000) {
            target[to++] = (byte) (0xe0 | codePoint >> 12);
            target[to++] = continuation(codePoint >> 6);
            target[to++] = continuation(codePoint);
        } else {
            target[to++] = (byte) (0xf0 | codePoint >> 18);
            target[to++] = continuation(codePoint >> 12);
            target[to++] = continuation(codePoint >> 6);
            target[to++] = continuation(codePoint);
        }
        return to;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }
}
