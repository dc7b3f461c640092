package io.bulkhead.plugin.huggingface.task;

/**
 * A token with the probabilities of its classes.
 *
 * @param word the token, or the text that it stands for if the vocabulary does not have it
 * @param index its place in the sequence
 * @param start first character (code point)
 * @param end behind the last
 * @param isSubword whether it goes on the word before
 * @param scores a probability for each class
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
record TokenScores(String word, int index, int start, int end, boolean isSubword, float[] scores) {
    int best() {
        return Scores.highest(scores);
    }
}
