package io.bulkhead.host.environment.natives;

import io.bulkhead.host.environment.natives.ImageFile.MalformedException;
import io.bulkhead.host.environment.natives.NativePlatform.Machine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** An ELF file's machine and SONAME. */
final class ElfImage {
    static final int MAGIC = 0x7f454c46;

    private static final int SEGMENT_LOAD = 1;
    private static final int SEGMENT_DYNAMIC = 2;
    private static final long TAG_END = 0;
    private static final long TAG_STRINGS = 5;
    private static final long TAG_SONAME = 14;
    private static final int LARGEST_DYNAMIC = 1 << 20;

    private final ImageFile file;
    private final boolean wide;
    private final ByteOrder order;

    private ElfImage(ImageFile file, ByteBuffer head) {
        this.file = file;
        this.wide = isWide(head);
        this.order = order(head);
    }

    private record Segment(int type, long offset, long address, long size) {}

    /** The machine that an ELF with these first bytes is for. */
    static Machine machine(ByteBuffer head) {
        return switch (Short.toUnsignedInt(head.duplicate().order(order(head)).getShort(18))) {
            case 3 -> Machine.X86;
            case 40 -> Machine.ARM;
            case 62 -> Machine.X86_64;
            case 183 -> Machine.AARCH64;
            default -> Machine.OTHER;
        };
    }

    private static boolean isWide(ByteBuffer head) {
        return head.get(4) == 2;
    }

    private static ByteOrder order(ByteBuffer head) {
        return head.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** What the library calls itself; empty if it does not. */
    static String soname(ImageFile file) throws IOException {
        ByteBuffer head = file.read(0, 64, ByteOrder.BIG_ENDIAN);
        return new ElfImage(file, head).soname(head);
    }

    private String soname(ByteBuffer head) throws IOException {
        List<Segment> segments = segments(head.duplicate().order(order));
        for (Segment segment : segments) {
            if (segment.type() == SEGMENT_DYNAMIC) {
                return soname(segment, segments);
            }
        }
        return "";
    }

    private List<Segment> segments(ByteBuffer head) throws IOException {
        long table = wide ? head.getLong(32) : Integer.toUnsignedLong(head.getInt(28));
        int size = Short.toUnsignedInt(head.getShort(wide ? 54 : 42));
        int count = Short.toUnsignedInt(head.getShort(wide ? 56 : 44));
        if (size < (wide ? 56 : 32)) {
            throw new MalformedException("program headers of " + size + " bytes");
        }
        ByteBuffer bytes = file.read(table, Math.multiplyExact(size, count), order);
        List<Segment> segments = new ArrayList<>();
        for (int at = 0; at < size * count; at += size) {
            segments.add(
                    new Segment(
                            bytes.getInt(at),
                            number(bytes, at + (wide ? 8 : 4)),
                            number(bytes, at + (wide ? 16 : 8)),
                            number(bytes, at + (wide ? 32 : 16))));
        }
        return segments;
    }

    private long number(ByteBuffer bytes, int at) {
        return wide ? bytes.getLong(at) : Integer.toUnsignedLong(bytes.getInt(at));
    }

    private String soname(Segment dynamic, List<Segment> segments) throws IOException {
        if (dynamic.size() < 0 || dynamic.size() > LARGEST_DYNAMIC) {
            throw new MalformedException("a dynamic section of " + dynamic.size() + " bytes");
        }
        ByteBuffer entries = file.read(dynamic.offset(), (int) dynamic.size(), order);
        int width = wide ? 8 : 4;
        long name = -1;
        long strings = -1;
        for (int at = 0; at + 2 * width <= entries.limit(); at += 2 * width) {
            long tag = number(entries, at);
            if (tag == TAG_END) {
                break;
            } else if (tag == TAG_SONAME) {
                name = number(entries, at + width);
            } else if (tag == TAG_STRINGS) {
                strings = number(entries, at + width);
            }
        }
        return name < 0 || strings < 0 ? "" : file.text(offset(strings, segments) + name);
    }

    private static long offset(long address, List<Segment> segments) throws MalformedException {
        for (Segment segment : segments) {
            long within = address - segment.address();
            if (segment.type() == SEGMENT_LOAD && within >= 0 && within < segment.size()) {
                return segment.offset() + within;
            }
        }
        throw new MalformedException("its strings are in no segment");
    }
}
