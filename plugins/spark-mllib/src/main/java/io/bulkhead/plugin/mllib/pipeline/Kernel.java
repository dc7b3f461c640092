package io.bulkhead.plugin.mllib.pipeline;

import io.bulkhead.plugin.mllib.row.Cell;

/**
 * What a stage does to one row: reads some cells, writes others. Immutable, so that many threads
 * may use it; what it needs to write beside its outputs goes to cells of its own.
 */
@FunctionalInterface
public interface Kernel {
    /**
     * @throws io.bulkhead.api.error.ServingException {@code UNPROCESSABLE} if a value is not what
     *     the stage takes
     */
    void apply(Cell[] row);
}
