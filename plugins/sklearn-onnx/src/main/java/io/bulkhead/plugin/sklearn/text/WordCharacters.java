package io.bulkhead.plugin.sklearn.text;

/**
 * What Python takes for a part of a word and for a space. Java's own classes differ: they have
 * marks in words, and lack some of the spaces.
 */
final class WordCharacters {
    /**
     * As a class of a regular expression, without brackets. The last is a digit that takes two
     * chars: Java looks behind by whole characters only where a pattern has such a one.
     */
    static final String WORD = "\\p{L}\\p{N}_\ud835\udfd8";

    /** The same for spaces. */
    static final String SPACE =
            "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

    private WordCharacters() {}

    static boolean isWord(int codePoint) {
        if (codePoint < 128) {
            return (codePoint >= 'a' && codePoint <= 'z')
                    || (codePoint >= 'A' && codePoint <= 'Z')
                    || (codePoint >= '0' && codePoint <= '9')
                    || codePoint == '_';
        }
        return Character.isLetter(codePoint) || isNumeric(codePoint);
    }

    private static boolean isNumeric(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    static boolean isSpace(int codePoint) {
        return switch (codePoint) {
            case ' ', 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
            default ->
                    (codePoint >= '\t' && codePoint <= '\r')
                            || (codePoint >= 0x1c && codePoint <= 0x1f)
                            || (codePoint >= 0x2000 && codePoint <= 0x200a);
        };
    }
}
