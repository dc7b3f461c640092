package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.SavedStage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * MurmurHash3 of texts, as Spark computes it.
 *
 * @param legacy before Spark 3: the last bytes, if they do not fill a word, are hashed one by one
 */
public record Hashing(boolean legacy) {
    private static final int SEED = 42;
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    public static Hashing of(SavedStage saved) {
        return new Hashing(saved.majorVersion() < 3);
    }

    /** A number from 0 to {@code buckets - 1}. */
    public int bucket(String text, int buckets) {
        return Math.floorMod(hash(text.getBytes(StandardCharsets.UTF_8)), buckets);
    }

    int hash(byte[] bytes) {
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int hash = SEED;
        while (words.remaining() >= Integer.BYTES) {
            hash = mixed(hash, scrambled(words.getInt()));
        }
        if (legacy) {
            while (words.hasRemaining()) {
                hash = mixed(hash, scrambled(words.get()));
            }
        } else {
            int rest = 0;
            for (int shift = 0; words.hasRemaining(); shift += Byte.SIZE) {
                rest |= (words.get() & 0xff) << shift;
            }
            hash ^= scrambled(rest);
        }
        return finished(hash, bytes.length);
    }

    private static int scrambled(int word) {
        return Integer.rotateLeft(word * C1, 15) * C2;
    }

    private static int mixed(int hash, int word) {
        return Integer.rotateLeft(hash ^ word, 13) * 5 + 0xe6546b64;
    }

    private static int finished(int hash, int length) {
        int mixed = hash ^ length;
        mixed = (mixed ^ (mixed >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }
}
