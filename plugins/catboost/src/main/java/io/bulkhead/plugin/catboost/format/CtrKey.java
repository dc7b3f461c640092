package io.bulkhead.plugin.catboost.format;

/**
 * Names a table of target statistics.
 *
 * @param combination what its hashes are made of
 * @param type what it holds
 * @param classifier which binarization of the target it was counted with
 */
public record CtrKey(FeatureCombination combination, CtrType type, int classifier) {}
