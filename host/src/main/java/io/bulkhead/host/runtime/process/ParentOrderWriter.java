package io.bulkhead.host.runtime.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Prints the orders of a parent. */
final class ParentOrderWriter {
    private final ObjectMapper json = new ObjectMapper();

    /** The order's line, without its end. */
    String print(ParentOrder order) {
        ObjectNode node = json.createObjectNode();
        if (order instanceof ParentOrder.Load load) {
            node.set(ParentOrderReader.LOAD, json.valueToTree(ChildModelJson.write(load.model())));
        } else if (order instanceof ParentOrder.Unload unload) {
            node.put(ParentOrderReader.UNLOAD, unload.number());
        } else if (order instanceof ParentOrder.Levels levels) {
            node.set(ParentOrderReader.LEVELS, json.valueToTree(levels.levels()));
        }
        return node.toString();
    }
}
