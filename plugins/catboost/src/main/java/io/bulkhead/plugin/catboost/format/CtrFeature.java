package io.bulkhead.plugin.catboost.format;

/**
 * A feature computed from a table of target statistics.
 *
 * @param key of the table
 * @param targetBorder which class of the target it is about
 * @param borders the values that it is compared with
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record CtrFeature(
        CtrKey key,
        int targetBorder,
        float priorNumerator,
        float priorDenominator,
        float shift,
        float scale,
        float[] borders) {
    /** In 32 bits as CatBoost computes it. */
    public float value(float inClass, float total) {
        float ratio = (inClass + priorNumerator) / (total + priorDenominator);
        return (ratio + shift) * scale;
    }
}
