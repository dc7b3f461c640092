package io.bulkhead.plugin.mllib.parquet;

import java.io.IOException;

/** A Parquet file that is broken, or that uses what this reader does not know; says what. */
public final class MalformedParquetException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedParquetException(String message) {
        super(message);
    }

    MalformedParquetException(String message, Throwable cause) {
        super(message, cause);
    }
}
