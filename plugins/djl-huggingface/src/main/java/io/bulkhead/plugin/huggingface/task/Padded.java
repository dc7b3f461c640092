package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.tokenizer.Encoded;
import io.bulkhead.plugin.huggingface.tokenizer.TokenizerSettings;
import java.util.Arrays;
import java.util.List;

/** Sequences in one block, filled up to one length on the side that the tokenizer names. */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
record Padded(long[] ids, long[] mask, long[] typeIds, long[] positions) {
    static Padded of(List<Encoded> sequences, int rows, int width, TokenizerSettings settings) {
        int size = Math.multiplyExact(rows, width);
        Padded padded = new Padded(new long[size], new long[size], new long[size], new long[size]);
        Arrays.fill(padded.ids, settings.specialId("pad_token").orElse(0));
        for (int row = 0; row < sequences.size(); row++) {
            Encoded sequence = sequences.get(row);
            if (sequence.length() > width) {
                throw ServingException.invalidArgument(
                        "the text has "
                                + sequence.length()
                                + " tokens, the model takes "
                                + width
                                + "; shorten it, or send truncation=true");
            }
            int gap = settings.padsLeft() ? width - sequence.length() : 0;
            padded.fill(row * width + gap, sequence);
        }
        return padded;
    }

    private void fill(int at, Encoded sequence) {
        int length = sequence.length();
        System.arraycopy(sequence.ids(), 0, ids, at, length);
        System.arraycopy(sequence.typeIds(), 0, typeIds, at, length);
        Arrays.fill(mask, at, at + length, 1);
        for (int i = 0; i < length; i++) {
            positions[at + i] = i;
        }
    }
}
