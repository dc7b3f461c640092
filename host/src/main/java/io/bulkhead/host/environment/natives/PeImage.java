package io.bulkhead.host.environment.natives;

import io.bulkhead.host.environment.natives.ImageFile.MalformedException;
import io.bulkhead.host.environment.natives.NativePlatform.Machine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A Windows library's machine and the name in its export directory. */
final class PeImage {
    private static final int SIGNATURE = 0x0000_4550; // "PE", 0, 0
    private static final int PLACE_OF_HEADER = 0x3c;
    private static final int WIDE = 0x20b;
    private static final int COFF_BYTES = 24;
    private static final int SECTION_BYTES = 40;

    private PeImage() {}

    /** Whether a file that begins so is one. */
    static boolean isOne(ByteBuffer head) {
        int at = placeOfHeader(head);
        return head.getShort(0) == 0x4d5a
                && at >= 0
                && at <= head.limit() - COFF_BYTES
                && little(head).getInt(at) == SIGNATURE;
    }

    private static ByteBuffer little(ByteBuffer head) {
        return head.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int placeOfHeader(ByteBuffer head) {
        return little(head).getInt(PLACE_OF_HEADER);
    }

    /** The machine that a library with these first bytes is for. */
    static Machine machine(ByteBuffer head) {
        int type = Short.toUnsignedInt(little(head).getShort(placeOfHeader(head) + 4));
        return switch (type) {
            case 0x14c -> Machine.X86;
            case 0x1c4 -> Machine.ARM;
            case 0x8664 -> Machine.X86_64;
            case 0xaa64 -> Machine.AARCH64;
            default -> Machine.OTHER;
        };
    }

    /** What the library calls itself; empty if it exports nothing. */
    static String exportName(ImageFile file) throws IOException {
        long start = read(file, PLACE_OF_HEADER, 4).getInt(0);
        ByteBuffer coff = read(file, start, COFF_BYTES);
        int sections = Short.toUnsignedInt(coff.getShort(6));
        int optional = Short.toUnsignedInt(coff.getShort(20));
        ByteBuffer header = read(file, start + COFF_BYTES, optional);
        int directories = header.getShort(0) == WIDE ? 112 : 96;
        if (optional < directories + 8) {
            return "";
        }
        int exports = header.getInt(directories);
        if (exports == 0) {
            return "";
        }
        ByteBuffer table =
                read(file, start + COFF_BYTES + optional, Math.multiplyExact(sections, 40));
        int name = read(file, offset(exports, table), 16).getInt(12);
        return file.text(offset(name, table));
    }

    private static ByteBuffer read(ImageFile file, long offset, int length) throws IOException {
        return file.read(offset, length, ByteOrder.LITTLE_ENDIAN);
    }

    private static long offset(int address, ByteBuffer sections) throws MalformedException {
        for (int at = 0; at < sections.limit(); at += SECTION_BYTES) {
            long within =
                    Integer.toUnsignedLong(address)
                            - Integer.toUnsignedLong(sections.getInt(at + 12));
            if (within >= 0 && within < Integer.toUnsignedLong(sections.getInt(at + 16))) {
                return Integer.toUnsignedLong(sections.getInt(at + 20)) + within;
            }
        }
        throw new MalformedException("address " + address + " is in no section");
    }
}
