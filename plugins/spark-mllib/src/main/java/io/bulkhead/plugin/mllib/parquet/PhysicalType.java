package io.bulkhead.plugin.mllib.parquet;

/** How a column's values lie in the file, and what they become. */
enum PhysicalType {
    BOOLEAN,
    INT32,
    INT64,
    INT96,
    FLOAT,
    DOUBLE,
    BYTE_ARRAY,
    FIXED_LEN_BYTE_ARRAY;

    private static final PhysicalType[] BY_NUMBER = values();

    static PhysicalType numbered(long number) throws MalformedParquetException {
        if (number < 0 || number >= BY_NUMBER.length) {
            throw new MalformedParquetException("a column has the unknown type " + number);
        }
        PhysicalType type = BY_NUMBER[(int) number];
        if (type == INT96 || type == FIXED_LEN_BYTE_ARRAY) {
            throw new MalformedParquetException("columns of type " + type + " are not read");
        }
        return type;
    }

    boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }

    boolean isText() {
        return this == BYTE_ARRAY;
    }
}
