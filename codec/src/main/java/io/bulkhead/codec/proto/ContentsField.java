package io.bulkhead.codec.proto;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.protocol.InferTensorContents;
import java.util.Locale;
import java.util.Optional;

/** The fields of {@link InferTensorContents}, told apart so that any of them can be read. */
enum ContentsField {
    BOOL_CONTENTS,
    INT_CONTENTS,
    INT64_CONTENTS,
    UINT_CONTENTS,
    UINT64_CONTENTS,
    FP32_CONTENTS,
    FP64_CONTENTS,
    BYTES_CONTENTS;

    private static final ContentsField[] ALL = values();

    /** Where the protocol puts this datatype; FP16 and BF16 have no field. */
    static Optional<ContentsField> of(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> Optional.of(BOOL_CONTENTS);
            case INT8, INT16, INT32 -> Optional.of(INT_CONTENTS);
            case INT64 -> Optional.of(INT64_CONTENTS);
            case UINT8, UINT16, UINT32 -> Optional.of(UINT_CONTENTS);
            case UINT64 -> Optional.of(UINT64_CONTENTS);
            case FP32 -> Optional.of(FP32_CONTENTS);
            case FP64 -> Optional.of(FP64_CONTENTS);
            case BYTES -> Optional.of(BYTES_CONTENTS);
            case FP16, BF16 -> Optional.empty();
        };
    }

    /** The first field other than this one that holds values. */
    Optional<ContentsField> otherFilled(InferTensorContents contents) {
        for (ContentsField field : ALL) {
            if (field != this && field.size(contents) > 0) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    static boolean anyFilled(InferTensorContents contents) {
        for (ContentsField field : ALL) {
            if (field.size(contents) > 0) {
                return true;
            }
        }
        return false;
    }

    int size(InferTensorContents contents) {
        return switch (this) {
            case BOOL_CONTENTS -> contents.getBoolContentsCount();
            case INT_CONTENTS -> contents.getIntContentsCount();
            case INT64_CONTENTS -> contents.getInt64ContentsCount();
            case UINT_CONTENTS -> contents.getUintContentsCount();
            case UINT64_CONTENTS -> contents.getUint64ContentsCount();
            case FP32_CONTENTS -> contents.getFp32ContentsCount();
            case FP64_CONTENTS -> contents.getFp64ContentsCount();
            case BYTES_CONTENTS -> contents.getBytesContentsCount();
        };
    }

    boolean isFloating() {
        return this == FP32_CONTENTS || this == FP64_CONTENTS;
    }

    /** One value of an integer field, UINT64 by its bits. */
    long longAt(InferTensorContents contents, int index) {
        return switch (this) {
            case BOOL_CONTENTS -> contents.getBoolContents(index) ? 1 : 0;
            case INT_CONTENTS -> contents.getIntContents(index);
            case INT64_CONTENTS -> contents.getInt64Contents(index);
            case UINT_CONTENTS -> Integer.toUnsignedLong(contents.getUintContents(index));
            case UINT64_CONTENTS -> contents.getUint64Contents(index);
            case FP32_CONTENTS, FP64_CONTENTS, BYTES_CONTENTS ->
                    throw new IllegalStateException(this + " holds no integers");
        };
    }

    /** One value of any field of numbers. */
    double doubleAt(InferTensorContents contents, int index) {
        return switch (this) {
            case FP32_CONTENTS -> contents.getFp32Contents(index);
            case FP64_CONTENTS -> contents.getFp64Contents(index);
            case UINT64_CONTENTS -> unsigned(contents.getUint64Contents(index));
            default -> longAt(contents, index);
        };
    }

    private static double unsigned(long bits) {
        // The lost bit stays sticky, so that the one rounding is the right one.
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
