package io.bulkhead.host.runtime.process;

import java.io.IOException;

/** Parses what a parent orders; in the child, see {@link JsonObject}. */
public final class ParentOrderReader {
    static final String LOAD = "load";
    static final String UNLOAD = "unload";
    static final String LEVELS = "levels";

    /** Made once for all orders of a parent. */
    public ParentOrderReader() {}

    /**
     * The order in this line.
     *
     * @throws IOException if it is none, or the files that it names cannot be read
     */
    public ParentOrder parse(String line) throws IOException {
        JsonObject order = JsonObject.parse(line);
        if (order.has(LOAD)) {
            return new ParentOrder.Load(ChildModelJson.read(order.object(LOAD)));
        }
        if (order.has(UNLOAD)) {
            return new ParentOrder.Unload(order.number(UNLOAD));
        }
        if (order.has(LEVELS)) {
            return new ParentOrder.Levels(ChildTelemetry.levels(order.textMap(LEVELS)));
        }
        throw new IOException("no order: " + line);
    }
}
