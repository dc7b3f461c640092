package io.bulkhead.plugin.huggingface.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arguments of a call as they are written. */
record CallSite(List<Expression> positional, Map<String, Expression> named) {
    static final CallSite NONE = new CallSite(List.of(), Map.of());

    CallArguments arguments(Scope scope) {
        if (positional.isEmpty() && named.isEmpty()) {
            return CallArguments.NONE;
        }
        List<Object> values = new ArrayList<>(positional.size());
        positional.forEach(argument -> values.add(argument.value(scope)));
        Map<String, Object> byName = new LinkedHashMap<>();
        named.forEach((name, argument) -> byName.put(name, argument.value(scope)));
        return new CallArguments(values, byName);
    }
}
