package io.bulkhead.plugin.huggingface.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through the elements of something. */
record Loop(
        List<String> names,
        Optional<Expression> test,
        Statement body,
        Statement otherwise,
        boolean recursive) {
    void run(Object source, Scope scope, StringBuilder out, int depth) {
        List<Object> elements = elements(source, scope);
        if (elements.isEmpty()) {
            otherwise.render(scope.inner(), out);
            return;
        }
        LoopState state = new LoopState(elements, depth);
        for (int i = 0; i < elements.size(); i++) {
            scope.budget().step();
            state.moveTo(i);
            Scope inner = named(elements.get(i), scope);
            inner.set("loop", recursive ? again(state, scope) : state);
            if (body.render(inner, out) == Statement.Signal.BREAK) {
                return;
            }
        }
    }

    private List<Object> elements(Object source, Scope scope) {
        List<Object> all = Values.elements(source);
        if (test.isEmpty()) {
            return all;
        }
        List<Object> passed = new ArrayList<>();
        for (Object element : all) {
            scope.budget().step();
            if (Values.isTrue(test.get().value(named(element, scope)))) {
                passed.add(element);
            }
        }
        return passed;
    }

    private Scope named(Object element, Scope scope) {
        Scope inner = scope.inner();
        if (names.size() == 1) {
            inner.set(names.get(0), element);
        } else {
            Values.unpack(names, element, inner);
        }
        return inner;
    }

    private Object again(LoopState state, Scope scope) {
        return new LoopState.Recursive(
                state,
                arguments -> {
                    scope.budget().enter();
                    StringBuilder text = new StringBuilder();
                    run(arguments.require(0, "iterable"), scope, text, state.depth() + 1);
                    scope.budget().leave();
                    return text.toString();
                });
    }
}
