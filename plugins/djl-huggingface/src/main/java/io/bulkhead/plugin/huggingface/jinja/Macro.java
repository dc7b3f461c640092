package io.bulkhead.plugin.huggingface.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A template's own function.
 *
 * @param caller what a {@code call} block hands over
 */
record Macro(
        String name,
        List<Parameter> parameters,
        Statement body,
        Scope scope,
        Optional<Macro> caller)
        implements Callable {
    /** A parameter, with its value if it is not given. */
    record Parameter(String name, Optional<Expression> otherwise) {}

    Macro calledBy(Macro other) {
        return new Macro(name, parameters, body, scope, Optional.of(other));
    }

    @Override
    public Object call(CallArguments arguments) {
        Scope inner = scope.inner();
        Map<String, Object> named = new HashMap<>(arguments.named());
        List<Object> more = new ArrayList<>();
        for (int i = 0; i < arguments.positional().size(); i++) {
            if (i < parameters.size()) {
                named.put(parameters.get(i).name(), arguments.positional().get(i));
            } else {
                more.add(arguments.positional().get(i));
            }
        }
        for (Parameter parameter : parameters) {
            Object given = named.remove(parameter.name());
            inner.set(parameter.name(), given == null ? otherwise(parameter, inner) : given);
        }
        inner.set("varargs", more);
        inner.set("kwargs", named);
        caller.ifPresent(macro -> inner.set("caller", macro));
        scope.budget().enter();
        String text = body.text(inner);
        scope.budget().leave();
        return text;
    }

    private static Object otherwise(Parameter parameter, Scope inner) {
        return parameter
                .otherwise()
                .map(value -> value.value(inner))
                .orElseGet(() -> new Undefined("parameter '" + parameter.name() + "'"));
    }

    @Override
    public String toString() {
        return "macro " + name;
    }
}
