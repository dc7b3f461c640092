package io.bulkhead.plugin.sklearn.text;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Sequences of characters.
 *
 * @param withinWords whether they end where words do; words then have a space on either side
 */
record CharacterAnalyzer(boolean withinWords, int shortest, int longest) implements Analyzer {
    @Override
    public void analyze(String text, Consumer<String> terms) {
        int[] characters = withSingleSpaces(text.codePoints().toArray());
        if (withinWords) {
            words(characters, terms);
            return;
        }
        for (int length = shortest; length <= Math.min(longest, characters.length); length++) {
            for (int first = 0; first + length <= characters.length; first++) {
                terms.accept(new String(characters, first, length));
            }
        }
    }

    /** Several spaces become one; a single one stays what it is. */
    private static int[] withSingleSpaces(int[] characters) {
        int[] kept = new int[characters.length];
        int count = 0;
        int at = 0;
        while (at < characters.length) {
            int end = at;
            while (end < characters.length && WordCharacters.isSpace(characters[end])) {
                end++;
            }
            kept[count++] = end - at > 1 ? ' ' : characters[at];
            at = Math.max(at + 1, end);
        }
        return Arrays.copyOf(kept, count);
    }

    private void words(int[] characters, Consumer<String> terms) {
        int at = 0;
        while (at < characters.length) {
            int end = at;
            while (end < characters.length && !WordCharacters.isSpace(characters[end])) {
                end++;
            }
            if (end > at) {
                int[] padded = new int[end - at + 2];
                padded[0] = ' ';
                padded[padded.length - 1] = ' ';
                System.arraycopy(characters, at, padded, 1, end - at);
                word(padded, terms);
            }
            at = end + 1;
        }
    }

    /** A word that is not longer than the sequence counts once, whatever lengths are wanted. */
    private void word(int[] padded, Consumer<String> terms) {
        for (int length = shortest; length <= longest; length++) {
            if (padded.length <= length) {
                terms.accept(new String(padded, 0, padded.length));
                return;
            }
            for (int first = 0; first + length <= padded.length; first++) {
                terms.accept(new String(padded, first, length));
            }
        }
    }
}
