package io.bulkhead.host.plugin.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A heap dump in the JVM's binary format ("JAVA PROFILE 1.0.2"), read from begin to end as often as
 * asked, never kept in memory but for the classes.
 */
final class HeapDump implements AutoCloseable {
    private static final int TAG_STRING = 0x01;
    private static final int TAG_CLASS = 0x02;
    private static final int TAG_HEAP = 0x0C;
    private static final int TAG_HEAP_SEGMENT = 0x1C;
    private static final int BUFFER = 1 << 18;

    /** What is called for each thing in the heap, in the order of the file. */
    interface Visitor {
        default void root(long object, boolean thread) {}

        default void loadedClass(ClassRecord type) {}

        /**
         * @param fields of its class and those above, as they lie in the file
         */
        default void instance(long object, ClassRecord type, byte[] fields) {}

        default void array(long object, long type, long[] elements) {}

        default void bytes(long object, byte[] elements) {}
    }

    /** A field that holds a reference or a number. */
    record Field(String name, int type) {}

    /** A static field that holds a reference. */
    record Static(String name, long value) {}

    /** A class and its place in the heap. */
    record ClassRecord(
            long id,
            long superclass,
            long loader,
            String name,
            List<Static> statics,
            List<Field> fields) {}

    private final Path file;
    private final Map<Long, String> strings = new HashMap<>();
    private final Map<Long, String> classNames = new HashMap<>();
    private final Map<Long, ClassRecord> classes = new HashMap<>();

    private HeapDump(Path file) {
        this.file = file;
    }

    /** Reads the classes. */
    static HeapDump open(Path file) throws IOException {
        HeapDump dump = new HeapDump(file);
        dump.read(new Visitor() {}, true);
        dump.strings.clear();
        return dump;
    }

    Optional<ClassRecord> type(long id) {
        return Optional.ofNullable(classes.get(id));
    }

    /** A class and those above it, the nearest first. */
    List<ClassRecord> lineage(ClassRecord type) {
        List<ClassRecord> all = new ArrayList<>();
        for (Optional<ClassRecord> one = Optional.of(type);
                one.isPresent();
                one = type(one.get().superclass())) {
            all.add(one.get());
        }
        return all;
    }

    void read(Visitor visitor) throws IOException {
        read(visitor, false);
    }

    private void read(Visitor visitor, boolean first) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            while (in.readByte() != 0) {
                // the format's name
            }
            if (in.readInt() != Long.BYTES) {
                throw new IOException("a heap dump with identifiers of 8 bytes is wanted");
            }
            in.readLong();
            for (int tag = in.read(); tag >= 0; tag = in.read()) {
                in.readInt();
                long length = Integer.toUnsignedLong(in.readInt());
                switch (tag) {
                    case TAG_STRING -> string(in, (int) length, first);
                    case TAG_CLASS -> className(in, first);
                    case TAG_HEAP, TAG_HEAP_SEGMENT -> new Segment(in, visitor, first).read(length);
                    default -> in.skipNBytes(length);
                }
            }
        }
    }

    private void string(DataInputStream in, int length, boolean first) throws IOException {
        long id = in.readLong();
        if (first) {
            strings.put(id, new String(in.readNBytes(length - Long.BYTES), UTF_8));
        } else {
            in.skipNBytes(length - Long.BYTES);
        }
    }

    private void className(DataInputStream in, boolean first) throws IOException {
        in.readInt();
        long id = in.readLong();
        in.readInt();
        long name = in.readLong();
        if (first) {
            classNames.put(id, strings.getOrDefault(name, "?").replace('/', '.'));
        }
    }

    @Override
    public void close() {
        classes.clear();
        classNames.clear();
    }

    /** The records inside one part of the dump. */
    private final class Segment {
        private final DataInputStream in;
        private final Visitor visitor;
        private final boolean first;
        private long left;

        Segment(DataInputStream in, Visitor visitor, boolean first) {
            this.in = in;
            this.visitor = visitor;
            this.first = first;
        }

        void read(long length) throws IOException {
            left = length;
            while (left > 0) {
                record(u1());
            }
        }

        private void record(int tag) throws IOException {
            switch (tag) {
                case 0xFF, 0x05, 0x07 -> root(0, false); // unknown, class of the JDK, monitor
                case 0x01 -> root(Long.BYTES, false); // JNI global
                case 0x02, 0x03 -> root(2 * Integer.BYTES, false); // JNI local, Java frame
                case 0x04, 0x06 -> root(Integer.BYTES, false); // native stack, thread block
                case 0x08 -> root(2 * Integer.BYTES, true);
                case 0x20 -> type();
                case 0x21 -> instance();
                case 0x22 -> array();
                case 0x23 -> numbers();
                default -> throw new IOException("unknown record " + tag + " in the heap dump");
            }
        }

        private void root(int more, boolean thread) throws IOException {
            long object = id();
            skip(more);
            visitor.root(object, thread);
        }

        private void type() throws IOException {
            long id = id();
            skip(Integer.BYTES);
            long superclass = id();
            long loader = id();
            skip(4L * Long.BYTES + Integer.BYTES);
            for (int i = u2(); i > 0; i--) { // constants
                skip(Short.BYTES);
                value(u1());
            }
            List<Static> statics = new ArrayList<>();
            for (int i = u2(); i > 0; i--) {
                long name = id();
                int kind = u1();
                long value = value(kind);
                if (kind == HeapTypes.OBJECT && value != 0 && first) {
                    statics.add(new Static(strings.getOrDefault(name, "?"), value));
                }
            }
            List<Field> fields = new ArrayList<>();
            for (int i = u2(); i > 0; i--) {
                long name = id();
                int kind = u1();
                if (first) {
                    fields.add(new Field(strings.getOrDefault(name, "?"), kind));
                }
            }
            if (first) {
                String name = classNames.getOrDefault(id, "?");
                classes.put(id, new ClassRecord(id, superclass, loader, name, statics, fields));
            }
            HeapDump.this.type(id).ifPresent(visitor::loadedClass);
        }

        private void instance() throws IOException {
            long object = id();
            skip(Integer.BYTES);
            long type = id();
            byte[] fields = bytes(i4());
            ClassRecord known = classes.get(type);
            if (known != null) { // on the first pass it may come later
                visitor.instance(object, known, fields);
            }
        }

        private void array() throws IOException {
            long object = id();
            skip(Integer.BYTES);
            int length = i4();
            long type = id();
            long[] elements = new long[length];
            for (int i = 0; i < length; i++) {
                elements[i] = id();
            }
            visitor.array(object, type, elements);
        }

        private void numbers() throws IOException {
            long object = id();
            skip(Integer.BYTES);
            int length = i4();
            int kind = u1();
            if (kind == HeapTypes.BYTE) {
                visitor.bytes(object, bytes(length));
            } else {
                skip((long) length * HeapTypes.size(kind));
            }
        }

        private long value(int kind) throws IOException {
            if (kind == HeapTypes.OBJECT) {
                return id();
            }
            skip(HeapTypes.size(kind));
            return 0;
        }

        private int u1() throws IOException {
            left -= 1;
            return in.readUnsignedByte();
        }

        private int u2() throws IOException {
            left -= Short.BYTES;
            return in.readUnsignedShort();
        }

        private int i4() throws IOException {
            left -= Integer.BYTES;
            return in.readInt();
        }

        private long id() throws IOException {
            left -= Long.BYTES;
            return in.readLong();
        }

        private byte[] bytes(int count) throws IOException {
            left -= count;
            return in.readNBytes(count);
        }

        private void skip(long count) throws IOException {
            left -= count;
            in.skipNBytes(count);
        }
    }
}
