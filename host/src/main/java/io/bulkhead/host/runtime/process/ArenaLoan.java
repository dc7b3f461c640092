package io.bulkhead.host.runtime.process;

import io.bulkhead.api.inference.Parameters;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a request tells a child of the shared memory that it has.
 *
 * @param id tells it from those of all other requests under way
 * @param outputs where the first slot for outputs is
 * @param slotBytes of each slot, with its flag
 * @param count of slots; 0 if outputs are to travel in messages
 */
public record ArenaLoan(long id, long outputs, long slotBytes, int count) {
    private static final String PARAMETER = "bulkhead.shared_memory";

    /** Whether a client uses our name for something of its own. */
    static boolean isTaken(Parameters parameters) {
        return parameters.asMap().containsKey(PARAMETER);
    }

    Parameters addTo(Parameters parameters) {
        return parameters.with(PARAMETER, id + " " + outputs + " " + slotBytes + " " + count);
    }

    /** The loan that these parameters of a request tell of. */
    public static Optional<ArenaLoan> of(Parameters parameters) {
        if (!(parameters.asMap().get(PARAMETER) instanceof String text)) {
            return Optional.empty();
        }
        String[] parts = text.split(" ", -1);
        return Optional.of(
                new ArenaLoan(
                        Long.parseLong(parts[0]),
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]),
                        Integer.parseInt(parts[3])));
    }

    /** Parameters without the loan. */
    public static Parameters without(Parameters parameters) {
        return parameters.without(PARAMETER);
    }

    /** Where a slot, and so its flag, is. */
    public int slot(int index) {
        return Math.toIntExact(outputs + index * slotBytes);
    }

    /** Whether these bytes lie in one of the slots. */
    boolean holds(long offset, long bytes) {
        OptionalInt slot = slotAround(offset);
        return slot.isPresent() && bytes <= slot(slot.getAsInt()) + slotBytes - offset;
    }

    OptionalInt slotAround(long offset) {
        long index = slotBytes == 0 ? -1 : Math.floorDiv(offset - outputs, slotBytes);
        return index >= 0 && index < count ? OptionalInt.of((int) index) : OptionalInt.empty();
    }
}
