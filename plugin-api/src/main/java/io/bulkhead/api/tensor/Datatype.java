package io.bulkhead.api.tensor;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tensor datatypes of the V2 inference protocol, under its names.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">Open Inference Protocol, "Tensor
 *     Data Types"</a>
 */
public enum Datatype {
    /** One byte, 0 or 1. */
    BOOL(1, Kind.BOOLEAN),
    /** Unsigned, 8 bits. */
    UINT8(1, Kind.UNSIGNED),
    /** Unsigned, 16 bits. */
    UINT16(2, Kind.UNSIGNED),
    /** Unsigned, 32 bits. */
    UINT32(4, Kind.UNSIGNED),
    /** Unsigned, 64 bits. */
    UINT64(8, Kind.UNSIGNED),
    /** Signed, 8 bits. */
    INT8(1, Kind.SIGNED),
    /** Signed, 16 bits. */
    INT16(2, Kind.SIGNED),
    /** Signed, 32 bits. */
    INT32(4, Kind.SIGNED),
    /** Signed, 64 bits. */
    INT64(8, Kind.SIGNED),
    /** IEEE 754 binary16. */
    FP16(2, Kind.FLOATING),
    /** The upper half of an IEEE 754 binary32. */
    BF16(2, Kind.FLOATING),
    /** IEEE 754 binary32. */
    FP32(4, Kind.FLOATING),
    /** IEEE 754 binary64. */
    FP64(8, Kind.FLOATING),
    /** Elements of any length: text in UTF-8, or any bytes. */
    BYTES(0, Kind.BYTES);

    private enum Kind {
        BOOLEAN,
        UNSIGNED,
        SIGNED,
        FLOATING,
        BYTES
    }

    private static final Map<String, Datatype> BY_NAME =
            Stream.of(values()).collect(Collectors.toMap(Enum::name, Function.identity()));

    private final int byteSize;
    private final Kind kind;

    Datatype(int byteSize, Kind kind) {
        this.byteSize = byteSize;
        this.kind = kind;
    }

    /** Bytes of one element; 0 for {@link #BYTES}, whose elements differ in length. */
    public int byteSize() {
        return byteSize;
    }

    /** Whether elements have a fixed width, so everything but {@link #BYTES}. */
    public boolean isFixedWidth() {
        return kind != Kind.BYTES;
    }

    /** FP16, BF16, FP32 or FP64. */
    public boolean isFloating() {
        return kind == Kind.FLOATING;
    }

    /** A signed or unsigned integer; BOOL is none. */
    public boolean isInteger() {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    /** An unsigned integer. */
    public boolean isUnsigned() {
        return kind == Kind.UNSIGNED;
    }

    /** The datatype of this name, which is case-sensitive as in the protocol. */
    public static Optional<Datatype> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The legal names, for error messages. */
    public static String names() {
        return Stream.of(values())
                .map(d -> d.name().toUpperCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
