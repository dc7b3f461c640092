package io.bulkhead.plugin.sklearn.text;

import java.text.Normalizer;
import java.util.function.IntPredicate;

/** What is done about accents and other marks. */
enum Accents {
    /** Nothing. */
    KEEP {
        @Override
        String strip(String text) {
            return text;
        }
    },
    /** Letters lose their marks; what is no letter of ASCII then goes. */
    ASCII {
        @Override
        String strip(String text) {
            return isAscii(text) ? text : keeping(decomposed(text), codePoint -> codePoint < 128);
        }
    },
    /** Letters lose their marks. */
    UNICODE {
        @Override
        String strip(String text) {
            return isAscii(text)
                    ? text
                    : keeping(decomposed(text), codePoint -> !isCombining(codePoint));
        }
    };

    /** The class of this mark is the highest that there is. */
    private static final String LAST_MARK = "\u0345";

    abstract String strip(String text);

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 128);
    }

    private static String decomposed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD);
    }

    private static String keeping(String text, IntPredicate wanted) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().filter(wanted).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /**
     * Whether a character has a combining class. Java does not tell, but it sorts by the class: a
     * mark moves ahead of one with a higher class, and nothing else moves.
     */
    private static boolean isCombining(int codePoint) {
        if (codePoint < 0x300) {
            return false;
        }
        String mark = Character.toString(codePoint);
        return mark.equals(LAST_MARK)
                || Normalizer.normalize(LAST_MARK + mark, Normalizer.Form.NFD).startsWith(mark);
    }
}
