package io.bulkhead.plugin.huggingface.tokenizer;

import java.util.OptionalInt;

/**
 * Tokens with their places in the text.
 *
 * @param encoded the tokens
 * @param tokens as the vocabulary writes them
 * @param starts the first character (code point) of each; 0 of special tokens
 * @param ends the character behind the last of each
 * @param wordIds the word that each is a part of; -1 of special tokens
 * @param sequenceIds 0 in the first text, 1 in the second, -1 of special tokens
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record EncodedText(
        Encoded encoded,
        String[] tokens,
        int[] starts,
        int[] ends,
        long[] wordIds,
        long[] sequenceIds) {
    /** Cut to a length, if there is one: the last tokens go, those that frame the text stay. */
    public EncodedText truncated(OptionalInt longest) {
        if (longest.isEmpty() || encoded.length() <= longest.getAsInt()) {
            return this;
        }
        return picked(encoded.kept(longest.getAsInt()));
    }

    /** Some of the tokens, by their places. */
    public EncodedText picked(int[] places) {
        String[] pickedTokens = new String[places.length];
        int[] pickedStarts = new int[places.length];
        int[] pickedEnds = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            pickedTokens[i] = tokens[places[i]];
            pickedStarts[i] = starts[places[i]];
            pickedEnds[i] = ends[places[i]];
        }
        return new EncodedText(
                encoded.picked(places),
                pickedTokens,
                pickedStarts,
                pickedEnds,
                Encoded.pick(wordIds, places),
                Encoded.pick(sequenceIds, places));
    }
}
