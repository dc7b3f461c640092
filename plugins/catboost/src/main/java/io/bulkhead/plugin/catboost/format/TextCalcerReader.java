package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.catboost.format.TextPart.Calcer;
import io.bulkhead.plugin.catboost.text.BagOfWords;
import io.bulkhead.plugin.catboost.text.Bm25;
import io.bulkhead.plugin.catboost.text.ClassFrequencies;
import io.bulkhead.plugin.catboost.text.NaiveBayes;
import io.bulkhead.plugin.catboost.text.TextCalcer;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what makes numbers of texts: a table, then the counts that are too large for it. */
final class TextCalcerReader {
    private static final int BAG_OF_WORDS = 0;
    private static final int NAIVE_BAYES = 1;
    private static final int BM25 = 2;
    private static final int MAX_WIDTH = 1 << 24;
    private static final int NO_TOKEN = -1;
    private static final int ENTRY_BYTES = 2 * Integer.BYTES;

    private final FileBytes file;

    TextCalcerReader(FileBytes file) {
        this.file = file;
    }

    Calcer read(String id) throws MalformedModelException {
        file.expectMagic("FeatureCalcerV1");
        int type = file.intValue();
        FlatTable table = file.table();
        int[] active = table.ints(1);
        FlatTable about = table.requiredTable(3, "description of what reads texts");
        TextCalcer calcer =
                switch (type) {
                    case BAG_OF_WORDS -> bagOfWords(about);
                    case NAIVE_BAYES -> naiveBayes(about);
                    case BM25 -> bm25(about);
                    default ->
                            throw new MalformedModelException(
                                    "numbers are made of texts in a way that is not known, number "
                                            + type);
                };
        for (int value : active) {
            if (value < 0 || value >= calcer.width()) {
                throw new MalformedModelException(
                        "value " + value + " of " + calcer.width() + " that a text gives");
            }
        }
        return new Calcer(id, calcer, active);
    }

    private static TextCalcer bagOfWords(FlatTable about) throws MalformedModelException {
        int width = about.intOr(0, 0);
        if (width < 0 || width > MAX_WIDTH) {
            throw new MalformedModelException("a dictionary of " + width + " tokens");
        }
        return new BagOfWords(width);
    }

    private TextCalcer naiveBayes(FlatTable about) throws MalformedModelException {
        ClassFrequencies frequencies = frequencies(about.longs(5));
        int[] texts = about.ints(4);
        if (texts.length != frequencies.byClass().size()) {
            throw new MalformedModelException("texts of " + texts.length + " classes");
        }
        return new NaiveBayes(
                frequencies,
                about.floatOr(1, 0),
                about.floatOr(2, 0),
                about.longOr(3, 0),
                Arrays.stream(texts).boxed().toList());
    }

    private TextCalcer bm25(FlatTable about) throws MalformedModelException {
        return new Bm25(
                frequencies(about.longs(5)),
                about.floatOr(1, 0),
                about.floatOr(2, 0),
                about.floatOr(3, 0),
                about.longOr(4, 0));
    }

    /** How often each class had which token: a hash table for each class. */
    private ClassFrequencies frequencies(long[] tokens) throws MalformedModelException {
        int classes = file.countOf(file.unsigned(), ENTRY_BYTES);
        if (classes != tokens.length || classes == 0) {
            throw new MalformedModelException(
                    "tokens of " + classes + " classes, where " + tokens.length + " are counted");
        }
        List<Map<Integer, Integer>> byClass = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            byClass.add(counts());
        }
        return new ClassFrequencies(byClass, Arrays.stream(tokens).boxed().toList());
    }

    private Map<Integer, Integer> counts() throws MalformedModelException {
        file.longValue(); // mask
        file.longValue(); // how many buckets are full
        file.longValue(); // how many may be
        int buckets = file.countOf(file.unsigned(), ENTRY_BYTES);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < buckets; i++) {
            int token = file.intValue();
            int count = file.intValue();
            if (token != NO_TOKEN && count != 0) {
                counts.put(token, count);
            }
        }
        file.intValue(); // what marks an empty bucket
        file.intValue(); // and its value
        return counts;
    }
}
