package io.bulkhead.plugin.catboost.text;

/** Makes numbers of a text. Immutable. */
public sealed interface TextCalcer permits BagOfWords, NaiveBayes, Bm25 {
    /** How many numbers there are at most. */
    int width();

    /** All numbers of a text. */
    double[] compute(TokenCounts text);
}
