package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.catboost.format.FeatureCombination.FloatSplit;
import io.bulkhead.plugin.catboost.format.FeatureCombination.OneHotSplit;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads one table of target statistics of the binary format. */
final class CtrTableReader {
    private static final int BUCKET_SIZE = Long.BYTES + Integer.BYTES;

    private final FlatTable table;
    private final CtrKey key;

    CtrTableReader(FlatTable table) throws MalformedModelException {
        this.table = table;
        this.key = keyOf(table.requiredTable(0, "key of target statistics"));
    }

    CtrKey key() {
        return key;
    }

    CtrTable read() throws MalformedModelException {
        ByteBuffer buckets = table.vector(1, Byte.BYTES);
        long[] hashes = new long[buckets.remaining() / BUCKET_SIZE];
        int[] rows = new int[hashes.length];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = buckets.getLong();
            rows[i] = buckets.getInt();
        }
        ByteBuffer blob = table.vector(2, Byte.BYTES);
        int[] numbers = new int[blob.remaining() / Integer.BYTES];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = blob.getInt();
        }
        return key.type().isMean() ? means(hashes, rows, numbers) : counts(hashes, rows, numbers);
    }

    /** A sum in 32 bits and a count for each row, in turns. */
    private CtrTable means(long[] hashes, int[] rows, int[] numbers)
            throws MalformedModelException {
        float[] sums = new float[numbers.length / 2];
        int[] counts = new int[numbers.length / 2];
        for (int i = 0; i < counts.length; i++) {
            sums[i] = Float.intBitsToFloat(numbers[2 * i]);
            counts[i] = numbers[2 * i + 1];
        }
        return new CtrTable(hashes, rows, counts, sums, 1, 0);
    }

    private CtrTable counts(long[] hashes, int[] rows, int[] numbers)
            throws MalformedModelException {
        int width = key.type().isCounter() ? 1 : table.intOr(4, 0);
        return new CtrTable(hashes, rows, numbers, new float[0], width, table.intOr(3, 0));
    }

    static CtrKey keyOf(FlatTable base) throws MalformedModelException {
        FlatTable combination = base.requiredTable(0, "combination of features");
        List<Integer> categories = Arrays.stream(combination.ints(0)).boxed().toList();
        ByteBuffer floats = combination.vector(1, 2 * Integer.BYTES);
        List<FloatSplit> floatSplits = new ArrayList<>();
        while (floats.hasRemaining()) {
            floatSplits.add(new FloatSplit(floats.getInt(), floats.getFloat()));
        }
        ByteBuffer oneHots = combination.vector(2, 2 * Integer.BYTES);
        List<OneHotSplit> oneHotSplits = new ArrayList<>();
        while (oneHots.hasRemaining()) {
            oneHotSplits.add(new OneHotSplit(oneHots.getInt(), oneHots.getInt()));
        }
        return new CtrKey(
                new FeatureCombination(categories, floatSplits, oneHotSplits),
                CtrType.ofNumber(base.byteOr(1, 0)),
                base.intOr(2, 0));
    }
}
