package io.bulkhead.host.plugin.release;

/** The types of fields and of elements in a heap dump. */
final class HeapTypes {
    static final int OBJECT = 2;
    static final int BYTE = 8;
    static final int LONG = 11;

    private HeapTypes() {}

    /** In bytes. */
    static int size(int type) {
        return switch (type) {
            case OBJECT, 7, LONG -> 8; // and double
            case 6, 10 -> 4; // float, int
            case 5, 9 -> 2; // char, short
            case 4, BYTE -> 1; // and boolean
            default -> throw new IllegalArgumentException("type " + type);
        };
    }
}
