package io.bulkhead.plugin.sklearn.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns by a hash of the term.
 *
 * @param alternateSign whether half of the terms count down, so that collisions cancel out
 */
record HashedTerms(int size, boolean alternateSign) implements TermIndex {
    @Override
    public int find(String term) {
        int hash = murmur3(term.getBytes(StandardCharsets.UTF_8));
        int column =
                hash == Integer.MIN_VALUE
                        ? (Integer.MAX_VALUE - (size - 1)) % size
                        : Math.abs(hash) % size;
        return alternateSign && hash < 0 ? ~column : column;
    }

    @Override
    public List<String> names() {
        return IntStream.range(0, size).mapToObj(index -> "hashingvectorizer" + index).toList();
    }

    /** MurmurHash3, x86, 32 bits, seed 0. */
    static int murmur3(byte[] bytes) {
        int hash = 0;
        int at = 0;
        for (; at + 3 < bytes.length; at += 4) {
            int block =
                    (bytes[at] & 0xff)
                            | (bytes[at + 1] & 0xff) << 8
                            | (bytes[at + 2] & 0xff) << 16
                            | bytes[at + 3] << 24;
            hash = Integer.rotateLeft(hash ^ scrambled(block), 13) * 5 + 0xe6546b64;
        }
        int rest = 0;
        for (int i = bytes.length - 1; i >= at; i--) {
            rest = rest << 8 | (bytes[i] & 0xff);
        }
        return finished(hash ^ scrambled(rest) ^ bytes.length);
    }

    private static int scrambled(int block) {
        return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
    }

    private static int finished(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return mixed ^ mixed >>> 16;
    }
}
