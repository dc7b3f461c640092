package io.bulkhead.plugin.xgboost.kernel;

import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.xgboost.format.BaseScore;

/**
 * What an objective makes of a base score and of margins.
 *
 * @param name as in the model's file
 * @param base from base score to margin
 * @param output from margins to predictions
 */
record Objective(String name, BaseLink base, OutputLink output) {
    /** From the space of predictions to that of margins. */
    enum BaseLink {
        NONE,
        LOGIT,
        LOG;

        private static final float LEAST = 1e-6f;

        float margin(float score, BaseScore.Space space) {
            return switch (space) {
                case MARGIN -> score;
                case PREDICTION -> margin(score);
                case BOUNDED_PREDICTION ->
                        margin(this == LOGIT ? Math.max(LEAST, Math.min(1 - LEAST, score)) : score);
            };
        }

        private float margin(float score) {
            return switch (this) {
                case NONE -> score;
                case LOGIT -> (float) -Math.log(1 / score - 1);
                case LOG -> (float) Math.log(score);
            };
        }
    }

    static Objective named(String name) throws MalformedModelException {
        return switch (name) {
            case "binary:logistic", "reg:logistic", "gpu:binary:logistic", "gpu:reg:logistic" ->
                    new Objective(name, BaseLink.LOGIT, OutputLink.SIGMOID);
            case "binary:logitraw", "gpu:binary:logitraw" ->
                    // Its base score is a margin already, unlike that of binary:logistic.
                    new Objective(name, BaseLink.NONE, OutputLink.NONE);
            case "binary:hinge" -> new Objective(name, BaseLink.NONE, OutputLink.HINGE);
            case "multi:softmax" -> new Objective(name, BaseLink.NONE, OutputLink.ARGMAX);
            case "multi:softprob" -> new Objective(name, BaseLink.NONE, OutputLink.SOFTMAX);
            case "count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft" ->
                    new Objective(name, BaseLink.LOG, OutputLink.EXP);
            case "reg:squarederror",
                    "reg:linear",
                    "gpu:reg:linear",
                    "reg:squaredlogerror",
                    "reg:pseudohubererror",
                    "reg:absoluteerror",
                    "reg:quantileerror",
                    "rank:pairwise",
                    "rank:ndcg",
                    "rank:map" ->
                    new Objective(name, BaseLink.NONE, OutputLink.NONE);
            default ->
                    throw new MalformedModelException(
                            "objective '"
                                    + (name.length() <= 40 ? name : name.substring(0, 40) + "...")
                                    + "' is none of XGBoost's");
        };
    }
}
