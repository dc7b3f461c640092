package io.bulkhead.plugin.huggingface.tokenizer;

import java.util.Arrays;

/**
 * A text, or a pair of texts, as tokens. Owned by whoever asked for it; nobody changes it.
 *
 * @param ids the tokens
 * @param typeIds 0 for the first text, 1 for the second, as the tokenizer says
 * @param special 1 for tokens that stand for no text
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record Encoded(long[] ids, long[] typeIds, long[] special) {
    /** The number of tokens. */
    public int length() {
        return ids.length;
    }

    /**
     * Cut to a length as the tokenizers do: the last tokens of the text go, those that frame it
     * stay.
     */
    public Encoded truncated(int longest) {
        return ids.length <= longest ? this : picked(kept(longest));
    }

    /** Cut to a length: the last tokens of the first text go, if it has enough of them. */
    public Encoded truncatedFirst(int longest) {
        int drop = ids.length - longest;
        int[] texts = new int[ids.length];
        int[] sizes = sizes(texts);
        if (drop <= 0 || sizes[0] <= drop) {
            return this;
        }
        sizes[0] -= drop;
        return picked(kept(texts, sizes));
    }

    /** Some of the tokens, by their places. */
    Encoded picked(int[] places) {
        return new Encoded(pick(ids, places), pick(typeIds, places), pick(special, places));
    }

    /** The places of the tokens that stay. */
    int[] kept(int longest) {
        int[] texts = new int[ids.length];
        int[] sizes = sizes(texts);
        int framing = ids.length - sizes[0] - sizes[1];
        fit(sizes, Math.max(0, longest - framing));
        return Arrays.copyOf(kept(texts, sizes), Math.min(sizes[0] + sizes[1] + framing, longest));
    }

    private int[] kept(int[] texts, int[] sizes) {
        int[] kept = new int[ids.length];
        int[] seen = new int[2];
        int next = 0;
        for (int i = 0; i < ids.length; i++) {
            if (special[i] != 0 || seen[texts[i]]++ < sizes[texts[i]]) {
                kept[next++] = i;
            }
        }
        return Arrays.copyOf(kept, next);
    }

    /** Longest first: the shorter text is cut only if the longer one has come down to it. */
    private static void fit(int[] sizes, int room) {
        int shorter = sizes[0] > sizes[1] ? 1 : 0;
        int longer = 1 - shorter;
        sizes[longer] =
                sizes[shorter] > room
                        ? sizes[shorter]
                        : Math.max(sizes[shorter], room - sizes[shorter]);
        if (sizes[0] + sizes[1] > room) {
            sizes[shorter] = room / 2;
            sizes[longer] = room / 2 + room % 2;
        }
    }

    /** Which text each token is of: the second begins behind the special tokens in the middle. */
    private int[] sizes(int[] texts) {
        int[] sizes = new int[2];
        int text = 0;
        boolean gap = false;
        for (int i = 0; i < ids.length; i++) {
            if (special[i] != 0) {
                gap = sizes[0] > 0;
            } else {
                text = gap ? 1 : text;
                texts[i] = text;
                sizes[text]++;
            }
        }
        return sizes;
    }

    static long[] pick(long[] from, int[] kept) {
        long[] picked = new long[kept.length];
        for (int i = 0; i < kept.length; i++) {
            picked[i] = from[kept[i]];
        }
        return picked;
    }
}
