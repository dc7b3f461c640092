package io.bulkhead.plugin.lightgbm.kernel;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.List;

/**
 * From the trees' sums to predictions, in place.
 *
 * @param link the function
 * @param scale of the sums, for {@link Link#SIGMOID}
 */
record Objective(Link link, double scale) {
    /** What is done to sums. */
    enum Link {
        NONE,
        SIGMOID,
        SOFTMAX,
        EXP,
        LOG_ONE_PLUS_EXP,
        SIGNED_SQUARE
    }

    /** Reads a model's {@code objective}: a name, then parameters such as {@code sigmoid:1}. */
    static Objective parse(String text) throws MalformedModelException {
        List<String> words = List.of(text.strip().split(" +", -1));
        return switch (words.get(0)) {
            case "binary", "multiclassova" -> new Objective(Link.SIGMOID, sigmoid(words));
            case "cross_entropy" -> new Objective(Link.SIGMOID, 1);
            case "cross_entropy_lambda" -> new Objective(Link.LOG_ONE_PLUS_EXP, 1);
            case "multiclass" -> new Objective(Link.SOFTMAX, 1);
            case "poisson", "gamma", "tweedie" -> new Objective(Link.EXP, 1);
            case "regression", "regression_l1", "fair", "quantile", "mape" ->
                    new Objective(words.contains("sqrt") ? Link.SIGNED_SQUARE : Link.NONE, 1);
            // Huber ignores sqrt; an empty name is an objective of the user's own.
            case "huber", "lambdarank", "rank_xendcg", "custom", "" -> new Objective(Link.NONE, 1);
            default ->
                    throw new MalformedModelException(
                            "objective '" + abbreviated(words.get(0)) + "' is none of LightGBM's");
        };
    }

    private static String abbreviated(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "...";
    }

    private static double sigmoid(List<String> words) throws MalformedModelException {
        for (String word : words) {
            if (word.startsWith("sigmoid:")) {
                try {
                    return Double.parseDouble(word.substring("sigmoid:".length()));
                } catch (NumberFormatException notANumber) {
                    throw new MalformedModelException("sigmoid is no number", notANumber);
                }
            }
        }
        return 1;
    }

    void apply(double[] sums, int outputs) {
        if (link == Link.SOFTMAX) {
            for (int first = 0; first < sums.length; first += outputs) {
                softmax(sums, first, outputs);
            }
        } else if (link != Link.NONE) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] = applied(sums[i]);
            }
        }
    }

    private double applied(double sum) {
        return switch (link) {
            case SIGMOID -> 1 / (1 + Math.exp(-scale * sum));
            case EXP -> Math.exp(sum);
            case LOG_ONE_PLUS_EXP -> Math.log1p(Math.exp(sum));
            case SIGNED_SQUARE -> Math.copySign(sum * sum, sum);
            case NONE, SOFTMAX -> sum;
        };
    }

    private static void softmax(double[] sums, int first, int count) {
        double largest = sums[first];
        for (int i = first + 1; i < first + count; i++) {
            largest = Math.max(largest, sums[i]);
        }
        double total = 0;
        for (int i = first; i < first + count; i++) {
            sums[i] = Math.exp(sums[i] - largest);
            total += sums[i];
        }
        for (int i = first; i < first + count; i++) {
            sums[i] /= total;
        }
    }
}
