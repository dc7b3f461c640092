package io.bulkhead.plugin.xgboost.format;

/** The learned part of a model. */
public sealed interface Booster permits TreeBooster, LinearBooster {
    /** XGBoost's name of it: {@code gbtree}, {@code dart} or {@code gblinear}. */
    String name();
}
