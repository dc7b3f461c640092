package io.bulkhead.host.plugin.typed;

import io.bulkhead.api.typed.adapter.Argument;
import java.util.List;
import java.util.function.Function;

/** Where one parameter of a method gets its argument from. */
interface Slot {
    /** The argument of one call; {@link Rows} if there is one for each row. */
    Object read(Call call);

    /** The inputs that it is read from. */
    List<Argument<?>> inputs();

    /** A slot that reads no inputs. */
    static Slot of(Function<Call, Object> reading) {
        return new Slot() {
            @Override
            public Object read(Call call) {
                return reading.apply(call);
            }

            @Override
            public List<Argument<?>> inputs() {
                return List.of();
            }
        };
    }

    /** A slot that is one input. */
    static Slot of(Argument<?> input, Function<Call, Object> reading) {
        return new Slot() {
            @Override
            public Object read(Call call) {
                return reading.apply(call);
            }

            @Override
            public List<Argument<?>> inputs() {
                return List.of(input);
            }
        };
    }

    /** Arguments for the rows of a request. */
    interface Rows {
        /** Names of the inputs, as many as {@link #counts}. */
        List<String> names();

        /** How many rows each input has; -1 for one that is left out. */
        int[] counts();

        Object at(int row);
    }
}
