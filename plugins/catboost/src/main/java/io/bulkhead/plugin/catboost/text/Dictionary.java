package io.bulkhead.plugin.catboost.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Numbers of what a text is made of: tokens, some tokens in a row, or some letters in a row.
 * Immutable.
 *
 * @param options what is counted
 * @param endOfSentence the number of the end of a text
 * @param tokens the numbers of tokens or letters; of tokens in a row, those that {@code grams} asks
 * @param grams the numbers of tokens in a row
 */
public record Dictionary(
        Options options, int endOfSentence, HashTable tokens, Optional<HashTable> grams) {

    /**
     * What a dictionary counts.
     *
     * @param letters whether letters are counted, else tokens
     * @param order how many of them in a row
     * @param skip how many lie between two of a row
     * @param endOfWord whether the end of a token counts as a letter
     * @param endOfSentence whether the end of a text counts as a token
     */
    public record Options(
            boolean letters, int order, int skip, boolean endOfWord, boolean endOfSentence) {}

    /** The numbers of all that is known, ascending. */
    int[] ids(List<byte[]> text) {
        IntStream.Builder found = IntStream.builder();
        if (options.letters()) {
            for (byte[] token : text) {
                addLetters(token, found);
            }
        } else if (grams.isPresent()) {
            addGrams(text, grams.get(), found);
        } else {
            for (byte[] token : text) {
                add(tokens.find(token, 0, token.length), found);
            }
            if (options.endOfSentence()) {
                found.add(endOfSentence);
            }
        }
        return found.build().sorted().toArray();
    }

    private static void add(int id, IntStream.Builder found) {
        if (id != HashTable.MISSING) {
            found.add(id);
        }
    }

    private void addGrams(List<byte[]> text, HashTable known, IntStream.Builder found) {
        int count = text.size() + (options.endOfSentence() ? 1 : 0);
        int[] inner = new int[count];
        for (int i = 0; i < count; i++) {
            byte[] token = i < text.size() ? text.get(i) : new byte[0];
            inner[i] = tokens.find(token, 0, token.length);
        }
        int step = options.skip() + 1;
        int last = (options.order() - 1) * step;
        byte[] key = new byte[options.order() * Integer.BYTES];
        ByteBuffer row = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        for (int first = 0; first + last < count; first++) {
            boolean complete = true;
            for (int i = 0; i < options.order(); i++) {
                int id = inner[first + i * step];
                complete &= id != HashTable.MISSING;
                row.putInt(i * Integer.BYTES, id);
            }
            if (complete) {
                add(known.find(key, 0, key.length), found);
            }
        }
    }

    /** The first letters, one fewer than a row has, then each row, then the last letters. */
    private void addLetters(byte[] token, IntStream.Builder found) {
        int[] starts = starts(token);
        int count = starts.length - 1;
        int order = options.order();
        if (count == 0) {
            return;
        }
        if (order <= count + 1) {
            add(tokens.find(token, 0, starts[order - 1]), found);
        }
        for (int i = 0; i + order <= count; i++) {
            add(tokens.find(token, starts[i], starts[i + order]), found);
        }
        if (options.endOfWord() && order <= count + 2) {
            int from = starts[Math.max(0, count + 1 - order)];
            byte[] end = new byte[token.length - from + 1];
            System.arraycopy(token, from, end, 0, end.length - 1);
            end[end.length - 1] = ' ';
            add(tokens.find(end, 0, end.length), found);
        }
    }

    /** Where letters begin, and where the last one ends. */
    private static int[] starts(byte[] utf8) {
        IntStream.Builder starts = IntStream.builder();
        for (int i = 0; i < utf8.length; i++) {
            if ((utf8[i] & 0xc0) != 0x80) {
                starts.add(i);
            }
        }
        starts.add(utf8.length);
        return starts.build().toArray();
    }
}
