package io.bulkhead.plugin.xgboost.format;

/** The ways in which XGBoost writes a model. */
public enum ModelFormat {
    JSON("json"),
    UBJSON("ubj"),
    /** The binary format that was the default up to version 1.7, last written by 2.1. */
    LEGACY("deprecated");

    private final String libraryName;

    ModelFormat(String libraryName) {
        this.libraryName = libraryName;
    }

    /** What XGBoost itself calls the format. */
    public String libraryName() {
        return libraryName;
    }
}
