package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.JsonDocument;
import io.bulkhead.plugin.trees.MalformedModelException;

/** The target statistics that a category is replaced by, in the order of the binary format. */
public enum CtrType {
    BORDERS("Borders"),
    BUCKETS("Buckets"),
    BINARIZED_TARGET_MEAN_VALUE("BinarizedTargetMeanValue"),
    FLOAT_TARGET_MEAN_VALUE("FloatTargetMeanValue"),
    COUNTER("Counter"),
    FEATURE_FREQ("FeatureFreq");

    private static final CtrType[] ALL = values();

    private final String jsonName;

    CtrType(String jsonName) {
        this.jsonName = jsonName;
    }

    static CtrType ofNumber(int number) throws MalformedModelException {
        if (number < 0 || number >= ALL.length) {
            throw new MalformedModelException("no type of target statistics is " + number);
        }
        return ALL[number];
    }

    static CtrType ofName(String name) throws MalformedModelException {
        for (CtrType type : ALL) {
            if (type.jsonName.equals(name)) {
                return type;
            }
        }
        throw new MalformedModelException(
                "no type of target statistics is '" + JsonDocument.abbreviated(name) + "'");
    }

    /** Whether its table holds sums and counts. */
    public boolean isMean() {
        return this == BINARIZED_TARGET_MEAN_VALUE || this == FLOAT_TARGET_MEAN_VALUE;
    }

    /** Whether its table holds one count for each value. */
    public boolean isCounter() {
        return this == COUNTER || this == FEATURE_FREQ;
    }
}
