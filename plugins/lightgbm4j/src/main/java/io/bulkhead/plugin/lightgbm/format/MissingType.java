package io.bulkhead.plugin.lightgbm.format;

/** Which values of a numeric split count as missing and take its default direction. */
public enum MissingType {
    /** None; NaN is taken for 0. */
    NONE,
    /** 0 and NaN. */
    ZERO,
    NAN
}
