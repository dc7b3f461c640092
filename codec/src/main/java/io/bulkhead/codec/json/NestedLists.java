package io.bulkhead.codec.json;

import java.util.Arrays;

/**
 * Reads the {@code data} of a tensor: a flat list, lists in lists of any depth, or one bare
 * element. Lists of one level must be equally long; otherwise the nesting means nothing, as the
 * tensor's shape decides.
 */
abstract class NestedLists {
    private static final int UNKNOWN = -1;

    private final JsonCursor cursor;
    private int[] lengths = {UNKNOWN, UNKNOWN};
    private int leafLevel = UNKNOWN;

    NestedLists(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** Reads elements up to and with the end of the list they are in: how many. */
    abstract int readRun();

    /** Reads one element. */
    abstract void readElement();

    final JsonCursor cursor() {
        return cursor;
    }

    final void read() {
        if (cursor.peek() == '[') {
            readList(0);
        } else {
            readElement();
        }
    }

    private void readList(int level) {
        int start = cursor.position();
        int length = 0;
        if (cursor.beginList()) {
            boolean nested = cursor.peek() == '[';
            checkKind(level, nested, start);
            length = nested ? readLists(level) : readRun();
        }
        checkLength(level, length, start);
    }

    private int readLists(int level) {
        int count = 0;
        do {
            if (cursor.peek() != '[') {
                throw cursor.fail(
                        cursor.position(),
                        "a list like those before is wanted, found " + cursor.found());
            }
            readList(level + 1);
            count++;
        } while (cursor.nextElement());
        return count;
    }

    private void checkKind(int level, boolean nested, int start) {
        boolean fits = nested ? leafLevel == UNKNOWN || level < leafLevel : isLeafLevel(level);
        if (!fits) {
            throw cursor.fail(start, "the lists are not equally deep");
        }
    }

    private boolean isLeafLevel(int level) {
        if (leafLevel == UNKNOWN) {
            leafLevel = level;
        }
        return level == leafLevel;
    }

    private void checkLength(int level, int length, int start) {
        if (level >= lengths.length) {
            int old = lengths.length;
            lengths = Arrays.copyOf(lengths, level * 2);
            Arrays.fill(lengths, old, lengths.length, UNKNOWN);
        }
        if (lengths[level] == UNKNOWN) {
            lengths[level] = length;
        } else if (lengths[level] != length) {
            throw cursor.fail(
                    start,
                    "the lists are not equally long: "
                            + lengths[level]
                            + " elements before, here "
                            + length);
        }
    }
}
