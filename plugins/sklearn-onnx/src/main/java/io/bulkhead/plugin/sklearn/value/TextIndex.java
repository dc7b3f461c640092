package io.bulkhead.plugin.sklearn.value;

import io.bulkhead.api.tensor.BytesData;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Numbers for texts, found by the bytes of a request without making text of them. */
public final class TextIndex {
    private static final int UNKNOWN = -1;

    /** Four slots for each text, so that few share one; the next one is free at worst. */
    private final byte[][] texts;

    private final int[] numbers;
    private final int mask;

    public TextIndex(Map<String, Integer> numberOf) {
        int slots = Integer.highestOneBit(Math.max(1, numberOf.size())) * 4;
        this.mask = slots - 1;
        this.texts = new byte[slots][];
        this.numbers = new int[slots];
        Arrays.fill(numbers, UNKNOWN);
        numberOf.forEach(this::put);
    }

    private void put(String text, int number) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int slot = slot(Arrays.hashCode(bytes));
        while (numbers[slot] != UNKNOWN) {
            slot = slot + 1 & mask;
        }
        texts[slot] = bytes;
        numbers[slot] = number;
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 16) & mask;
    }

    /** The number of a text; -1 if it has none. */
    public int indexOf(String text) {
        return indexOf(BytesData.ofStrings(List.of(text)), 0);
    }

    /** The number of an element; -1 if it has none. */
    int indexOf(BytesData data, int element) {
        int slot = slot(data.hashAt(element));
        while (numbers[slot] != UNKNOWN && !data.equalsAt(element, texts[slot])) {
            slot = slot + 1 & mask;
        }
        return numbers[slot];
    }
}
