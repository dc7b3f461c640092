package io.bulkhead.plugin.sklearn.pickle;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A numpy dtype. It is made from its name and then told its byte order and fields by a second
 * instruction of the file, hence not a record.
 */
public final class Dtype {
    /** What the elements are. */
    public enum Kind {
        BOOL,
        SIGNED,
        UNSIGNED,
        FLOAT,
        COMPLEX,
        TEXT,
        BYTES,
        OBJECT,
        DATETIME,
        TIMEDELTA,
        STRUCT
    }

    /**
     * One field of a structured dtype.
     *
     * @param name the field's name
     * @param dtype what it holds
     * @param offset where it begins within an element
     */
    public record Field(String name, Dtype dtype, int offset) {}

    private static final int MAX_ITEM_BYTES = 1 << 26;
    private static final int UTF32_BYTES = 4;

    private final Kind kind;
    private int itemSize;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private List<Field> fields = List.of();
    private boolean inUse;

    private Dtype(Kind kind, int itemSize) {
        this.kind = kind;
        this.itemSize = itemSize;
    }

    /** Of numpy's short name: {@code f8}, {@code <i4}, {@code U10}, {@code V64}, {@code O}. */
    static Dtype parse(String text) throws PickleException {
        String name = text;
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        if (!name.isEmpty() && "<>|=".indexOf(name.charAt(0)) >= 0) {
            order = byteOrder(name.charAt(0));
            name = name.substring(1);
        }
        Dtype dtype = parseUnordered(name);
        dtype.order = order;
        return dtype;
    }

    private static Dtype parseUnordered(String name) throws PickleException {
        if (name.equals("?") || name.equals("bool")) {
            return new Dtype(Kind.BOOL, 1);
        }
        Optional<Dtype> named = byName(name);
        if (named.isPresent()) {
            return named.get();
        }
        if (name.isEmpty()) {
            throw unknown(name);
        }
        return byCode(name, name.charAt(0), size(name));
    }

    private static Optional<Dtype> byName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "float64" -> Optional.of(new Dtype(Kind.FLOAT, 8));
            case "float32" -> Optional.of(new Dtype(Kind.FLOAT, 4));
            case "int64" -> Optional.of(new Dtype(Kind.SIGNED, 8));
            case "int32" -> Optional.of(new Dtype(Kind.SIGNED, 4));
            case "object" -> Optional.of(new Dtype(Kind.OBJECT, 8));
            default -> Optional.empty();
        };
    }

    private static Dtype byCode(String name, char code, int size) throws PickleException {
        boolean integer = size == 1 || size == 2 || size == 4 || size == 8;
        boolean real = size == 2 || size == 4 || size == 8;
        Optional<Dtype> dtype =
                switch (code) {
                    case 'b' -> of(size == 1, Kind.BOOL, 1);
                    case 'i' -> of(integer, Kind.SIGNED, size);
                    case 'u' -> of(integer, Kind.UNSIGNED, size);
                    case 'f' -> of(real, Kind.FLOAT, size);
                    case 'c' -> of(size == 8 || size == 16, Kind.COMPLEX, size);
                    case 'U' -> of(true, Kind.TEXT, size * UTF32_BYTES);
                    case 'S', 'a' -> of(true, Kind.BYTES, size);
                    case 'O' -> of(true, Kind.OBJECT, 8);
                    case 'M' -> of(true, Kind.DATETIME, 8);
                    case 'm' -> of(true, Kind.TIMEDELTA, 8);
                    case 'V' -> of(true, Kind.STRUCT, size);
                    default -> Optional.empty();
                };
        if (dtype.isEmpty()) {
            throw unknown(name);
        }
        return dtype.get();
    }

    private static Optional<Dtype> of(boolean sensible, Kind kind, int size) {
        return sensible ? Optional.of(new Dtype(kind, size)) : Optional.empty();
    }

    private static int size(String name) throws PickleException {
        int size = 0;
        for (int i = 1; i < name.length() && Character.digit(name.charAt(i), 10) >= 0; i++) {
            size = size * 10 + Character.digit(name.charAt(i), 10);
            if (size > MAX_ITEM_BYTES / UTF32_BYTES) {
                throw unknown(name);
            }
        }
        return size;
    }

    private static PickleException unknown(String name) {
        String shown = name.length() <= 40 ? name : name.substring(0, 40) + "...";
        return new PickleException("pickle holds an array of unknown dtype '" + shown + "'");
    }

    private static ByteOrder byteOrder(char code) {
        return code == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /**
     * Takes the state that numpy writes: version, byte order, sub-array, names, fields, item size,
     * alignment, flags.
     */
    void build(PyTuple state) throws PickleException {
        if (inUse) {
            throw new PickleException("pickle changes the dtype of an array that is already there");
        }
        if (state.size() < 7) {
            throw new PickleException("pickle holds a dtype with an incomplete state");
        }
        if (state.get(1) instanceof String code && !code.isEmpty()) {
            order = byteOrder(code.charAt(0));
        }
        if (state.get(2) != PyNone.NONE) {
            throw new PickleException("pickle holds a dtype of sub-arrays, which is not supported");
        }
        if (kind == Kind.STRUCT && state.get(3) instanceof PyTuple names) {
            buildFields(names, state.get(4), state.get(5));
        }
    }

    private void buildFields(PyTuple names, Object described, Object size) throws PickleException {
        if (!(described instanceof PyDict byName) || !(size instanceof Long bytes)) {
            throw new PickleException("pickle holds a structured dtype without fields");
        }
        if (bytes < 0 || bytes > MAX_ITEM_BYTES) {
            throw new PickleException("pickle holds a dtype of " + bytes + " bytes");
        }
        itemSize = bytes.intValue();
        List<Field> built = new ArrayList<>(names.size());
        for (Object name : names.items()) {
            built.add(field(name, byName));
        }
        fields = List.copyOf(built);
    }

    private Field field(Object name, PyDict byName) throws PickleException {
        if (name instanceof String text
                && byName.get(text).orElse(PyNone.NONE) instanceof PyTuple place
                && place.size() >= 2
                && place.get(0) instanceof Dtype dtype
                && dtype.kind != Kind.STRUCT
                && place.get(1) instanceof Long offset
                && offset >= 0
                && offset + dtype.itemSize <= itemSize) {
            return new Field(text, dtype, offset.intValue());
        }
        throw new PickleException("pickle holds a structured dtype with a field that does not fit");
    }

    /** From here on the dtype cannot change: an array has been measured by it. */
    void use() {
        inUse = true;
        for (Field field : fields) {
            field.dtype().use();
        }
    }

    public Kind kind() {
        return kind;
    }

    /** Bytes of one element. */
    public int itemSize() {
        return itemSize;
    }

    ByteOrder order() {
        return order;
    }

    /** The fields of a structured dtype, in order; empty for all others. */
    public List<Field> fields() {
        return fields;
    }

    public Optional<Field> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    boolean isFixedNumber() {
        return switch (kind) {
            case BOOL, SIGNED, UNSIGNED, FLOAT -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        Map<Kind, String> codes =
                Map.of(Kind.FLOAT, "float", Kind.SIGNED, "int", Kind.UNSIGNED, "uint");
        String code = codes.get(kind);
        return code == null ? kind.name().toLowerCase(Locale.ROOT) : code + itemSize * 8;
    }
}
