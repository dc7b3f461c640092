package io.bulkhead.plugin.sklearn.svm;

/** What scores of classes against each other, pair by pair, say about each class. */
public final class PairwiseVotes {
    private PairwiseVotes() {}

    /**
     * Votes of the pairs, and behind the point the sum of their confidences.
     *
     * @param second whether a pair is for its second class, row by row
     * @param confidences how much, row by row
     */
    public static double[] count(boolean[] second, double[] confidences, int classes) {
        int pairs = classes * (classes - 1) / 2;
        double[] votes = new double[confidences.length / pairs * classes];
        double[] sums = new double[votes.length];
        for (int row = 0; row * pairs < confidences.length; row++) {
            int pair = row * pairs;
            for (int i = 0; i < classes; i++) {
                for (int j = i + 1; j < classes; j++) {
                    sums[row * classes + i] -= confidences[pair];
                    sums[row * classes + j] += confidences[pair];
                    votes[row * classes + (second[pair] ? j : i)]++;
                    pair++;
                }
            }
        }
        for (int i = 0; i < votes.length; i++) {
            votes[i] += sums[i] / (3 * (Math.abs(sums[i]) + 1));
        }
        return votes;
    }
}
