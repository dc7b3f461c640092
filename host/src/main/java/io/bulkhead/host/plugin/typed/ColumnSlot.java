package io.bulkhead.host.plugin.typed;

import io.bulkhead.api.typed.adapter.Argument;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An input that has one value for each row. */
final class ColumnSlot implements Slot {
    private final Argument<?> input;
    private final boolean optional;
    private final @Nullable Object fallback;

    /**
     * @param input of many values
     * @param optional whether each value is an {@code Optional}
     * @param fallback of each row if the input is left out
     */
    ColumnSlot(Argument<?> input, boolean optional, @Nullable Object fallback) {
        this.input = input;
        this.optional = optional;
        this.fallback = fallback;
    }

    @Override
    public List<Argument<?>> inputs() {
        return List.of(input);
    }

    @Override
    public Object read(Call call) {
        Optional<?> values = input.readOptional(call.request(), call.codecs());
        if (values.isEmpty() && !optional && fallback == null) {
            return input.read(call.request(), call.codecs()); // says that it is missing
        }
        return new Column(values.orElse(null));
    }

    private final class Column implements Rows {
        private final @Nullable Object values;

        Column(@Nullable Object values) {
            this.values = values;
        }

        @Override
        public List<String> names() {
            return List.of(input.name());
        }

        @Override
        public int[] counts() {
            int count =
                    values == null
                            ? -1
                            : values instanceof List<?> list
                                    ? list.size()
                                    : Array.getLength(values);
            return new int[] {count};
        }

        @Override
        public Object at(int row) {
            if (values == null) {
                return optional || fallback == null ? Optional.empty() : fallback;
            }
            Object value = values instanceof List<?> list ? list.get(row) : Array.get(values, row);
            return optional ? Optional.of(value) : value;
        }
    }
}
