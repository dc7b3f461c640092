package io.bulkhead.plugin.mllib.tree;

import io.bulkhead.plugin.mllib.format.SavedStage;
import java.util.Comparator;
import java.util.Map;

/**
 * Who wins when several labels have as many votes: Spark takes the first that its hash map gives,
 * so it depends on the Scala that Spark was built with.
 */
enum VoteOrder {
    /** Scala 2.12, so Spark 3: from the end of a table in which labels lie scrambled. */
    SCRAMBLED {
        @Override
        int rank(int label, int labels) {
            int size = 16;
            while (labels > size / 4 * 3) {
                size *= 2;
            }
            int bits = Integer.bitCount(size - 1);
            int scrambled = Integer.reverseBytes(label * MIX) * MIX;
            return Integer.rotateRight(scrambled, bits) >>> (Integer.SIZE - bits);
        }
    },
    /** Scala 2.13, so Spark 4: the smallest label. */
    ASCENDING {
        @Override
        int rank(int label, int labels) {
            return -label;
        }
    };

    private static final int MIX = 0x9e3775cd;
    private static final int FIRST_WITH_SCALA_2_13 = 4;

    /** The higher, the sooner it wins. */
    abstract int rank(int label, int labels);

    static VoteOrder of(SavedStage saved) {
        return saved.majorVersion() < FIRST_WITH_SCALA_2_13 ? SCRAMBLED : ASCENDING;
    }

    int winner(Map<Integer, Double> votes) {
        Comparator<Map.Entry<Integer, Double>> byVotes = Map.Entry.comparingByValue();
        return votes.entrySet().stream()
                .max(byVotes.thenComparing(vote -> rank(vote.getKey(), votes.size())))
                .map(Map.Entry::getKey)
                .orElse(0);
    }
}
