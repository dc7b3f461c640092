package io.bulkhead.plugin.huggingface.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A template's {@code loop}. Used by one thread. */
final class LoopState {
    private final List<Object> elements;
    private final int depth;
    private int index;
    private @Nullable Object last;

    /** One that can be called: the loop again, for what is inside an element. */
    record Recursive(LoopState state, Callable again) implements Callable {
        @Override
        public Object call(CallArguments arguments) {
            return again.call(arguments);
        }
    }

    LoopState(List<Object> elements, int depth) {
        this.elements = elements;
        this.depth = depth;
    }

    void moveTo(int newIndex) {
        index = newIndex;
    }

    int depth() {
        return depth;
    }

    Object member(String name) {
        int length = elements.size();
        return switch (name) {
            case "index" -> (long) index + 1;
            case "index0" -> (long) index;
            case "revindex" -> (long) length - index;
            case "revindex0" -> (long) length - index - 1;
            case "first" -> index == 0;
            case "last" -> index == length - 1;
            case "length" -> (long) length;
            case "depth" -> (long) depth;
            case "depth0" -> (long) depth - 1;
            case "previtem" ->
                    index == 0 ? new Undefined("loop.previtem") : elements.get(index - 1);
            case "nextitem" ->
                    index == length - 1 ? new Undefined("loop.nextitem") : elements.get(index + 1);
            case "cycle" -> (Callable) this::cycle;
            case "changed" -> (Callable) this::changed;
            default -> new Undefined("loop." + name);
        };
    }

    private Object cycle(CallArguments arguments) {
        List<Object> values = arguments.positional();
        if (values.isEmpty()) {
            throw new TemplateException("loop.cycle() needs values");
        }
        return values.get(index % values.size());
    }

    private Object changed(CallArguments arguments) {
        Object now = arguments.positional();
        boolean other = last == null || !Values.areEqual(last, now);
        last = now;
        return other;
    }
}
