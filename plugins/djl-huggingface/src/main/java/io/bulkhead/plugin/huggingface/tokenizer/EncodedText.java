package io.bulkhead.plugin.huggingface.tokenizer;

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
        long[] sequenceIds) {}
