package io.bulkhead.host.environment.natives;

import io.bulkhead.host.environment.natives.ImageFile.MalformedException;
import io.bulkhead.host.environment.natives.NativePlatform.Machine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;

/** A Mach-O file's machines, of which a universal one has several, and its install name. */
final class MachOImage {
    private static final int NARROW = 0xfeedface;
    private static final int WIDE = 0xfeedfacf;
    private static final int UNIVERSAL = 0xcafebabe;
    private static final int UNIVERSAL_WIDE = 0xcafebabf;
    private static final int MOST_SLICES = 32;
    private static final int LARGEST_COMMANDS = 1 << 20;
    private static final int COMMAND_ID_DYLIB = 0xd;

    private MachOImage() {}

    /** Whether a file that begins so is one. */
    static boolean isOne(ByteBuffer head) {
        int magic = head.getInt(0);
        return isUniversal(magic) || isThin(magic) || isThin(Integer.reverseBytes(magic));
    }

    private static boolean isUniversal(int magic) {
        return magic == UNIVERSAL || magic == UNIVERSAL_WIDE;
    }

    private static boolean isThin(int magic) {
        return magic == NARROW || magic == WIDE;
    }

    /** The machines that a file with these first bytes is for. */
    static Set<Machine> machines(ByteBuffer head) {
        int magic = head.getInt(0);
        Set<Machine> machines = EnumSet.noneOf(Machine.class);
        if (!isUniversal(magic)) {
            machines.add(machine(head.duplicate().order(order(magic)).getInt(4)));
            return machines;
        }
        int step = magic == UNIVERSAL ? 20 : 32;
        int slices = Math.min(Math.max(head.getInt(4), 0), MOST_SLICES);
        for (int i = 0; i < slices && 8 + i * step + 4 <= head.limit(); i++) {
            machines.add(machine(head.getInt(8 + i * step)));
        }
        return machines;
    }

    private static ByteOrder order(int magic) {
        return isThin(magic) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static Machine machine(int type) {
        return switch (type) {
            case 7 -> Machine.X86;
            case 12 -> Machine.ARM;
            case 0x0100_0007 -> Machine.X86_64;
            case 0x0100_000c -> Machine.AARCH64;
            default -> Machine.OTHER;
        };
    }

    /** What the library calls itself; empty if it does not. All slices say the same. */
    static String installName(ImageFile file) throws IOException {
        ByteBuffer head = file.read(0, 28, ByteOrder.BIG_ENDIAN);
        return switch (head.getInt(0)) {
            case UNIVERSAL -> thinName(file, Integer.toUnsignedLong(head.getInt(16)));
            case UNIVERSAL_WIDE -> thinName(file, head.getLong(16));
            default -> thinName(file, 0);
        };
    }

    private static String thinName(ImageFile file, long start) throws IOException {
        int magic = file.read(start, 4, ByteOrder.BIG_ENDIAN).getInt(0);
        ByteOrder order = order(magic);
        boolean wide = magic == WIDE || Integer.reverseBytes(magic) == WIDE;
        ByteBuffer head = file.read(start, 28, order);
        int count = head.getInt(16);
        int size = head.getInt(20);
        if (size < 0 || size > LARGEST_COMMANDS) {
            throw new MalformedException("load commands of " + size + " bytes");
        }
        long first = start + (wide ? 32 : 28);
        ByteBuffer commands = file.read(first, size, order);
        int at = 0;
        for (int i = 0; i < count && at + 12 <= size; i++) {
            if (commands.getInt(at) == COMMAND_ID_DYLIB) {
                String path = file.text(first + at + commands.getInt(at + 8));
                return path.substring(path.lastIndexOf('/') + 1);
            }
            int length = commands.getInt(at + 4);
            if (length < 8 || length > size - at) {
                throw new MalformedException("a load command of " + length + " bytes");
            }
            at += length;
        }
        return "";
    }
}
