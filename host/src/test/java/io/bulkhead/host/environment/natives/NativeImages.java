package io.bulkhead.host.environment.natives;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bulkhead.host.environment.natives.NativePlatform.Format;
import io.bulkhead.host.environment.natives.NativePlatform.Machine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The smallest files that say what native libraries say of themselves. */
public final class NativeImages {
    private static final int SIZE = 1_024;
    private static final int NAME = 800;

    private NativeImages() {}

    /** One that this JVM could map, were there anything in it. */
    public static byte[] forThisJvm(String name) {
        NativePlatform platform = NativePlatform.ofThisJvm();
        return switch (platform.format()) {
            case ELF -> elf(platform.machine(), name);
            case MACH_O -> machO(platform.machine(), name);
            case PE -> pe(platform.machine(), name);
        };
    }

    /** One that this JVM could never map. */
    public static byte[] foreign(String name) {
        return NativePlatform.ofThisJvm().format() == Format.PE
                ? elf(Machine.X86_64, name)
                : pe(Machine.X86_64, name);
    }

    static byte[] elf(Machine machine, String soname) {
        byte[] image = new byte[SIZE];
        ByteBuffer file = file(image, ByteOrder.LITTLE_ENDIAN, soname);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        file.putShort(18, (short) (machine == Machine.X86_64 ? 62 : 183));
        file.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 2);
        long base = 0x10_000;
        segment(file.position(64), 1, 0, base, SIZE);
        segment(file.position(120), 2, 400, base + 400, 48);
        file.position(400);
        file.putLong(14).putLong(100); // SONAME, 100 bytes into the strings
        file.putLong(5).putLong(base + NAME - 100);
        return image;
    }

    private static void segment(ByteBuffer at, int type, long offset, long address, long size) {
        at.putInt(type).putInt(0).putLong(offset).putLong(address).putLong(0).putLong(size);
    }

    static byte[] elf32BigEndian(String soname) {
        byte[] image = new byte[SIZE];
        ByteBuffer file = file(image, ByteOrder.BIG_ENDIAN, soname);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 2, 1});
        file.putShort(18, (short) 40);
        file.putInt(28, 52).putShort(42, (short) 32).putShort(44, (short) 2);
        int base = 0xf000_0000;
        file.position(52).putInt(1).putInt(0).putInt(base).putInt(0).putInt(SIZE);
        file.position(84).putInt(2).putInt(400).putInt(base + 400).putInt(0).putInt(24);
        file.position(400).putInt(14).putInt(0).putInt(5).putInt(base + NAME);
        return image;
    }

    static byte[] machO(Machine machine, String installName) {
        byte[] image = new byte[SIZE];
        ByteBuffer file = file(image, ByteOrder.LITTLE_ENDIAN, "");
        thinMachO(file, 0, machine, installName);
        return image;
    }

    /** With a slice for both machines. */
    static byte[] universalMachO(String installName) {
        byte[] image = new byte[3 * SIZE];
        ByteBuffer file = ByteBuffer.wrap(image);
        file.putInt(0xcafebabe).putInt(2);
        file.putInt(0x0100_0007).putInt(3).putInt(SIZE).putInt(SIZE).putInt(12);
        file.putInt(0x0100_000c).putInt(0).putInt(2 * SIZE).putInt(SIZE).putInt(12);
        file.order(ByteOrder.LITTLE_ENDIAN);
        thinMachO(file, SIZE, Machine.X86_64, installName);
        thinMachO(file, 2 * SIZE, Machine.AARCH64, installName);
        return image;
    }

    private static void thinMachO(ByteBuffer file, int at, Machine machine, String installName) {
        file.position(at).putInt(0xfeedfacf);
        file.putInt(machine == Machine.X86_64 ? 0x0100_0007 : 0x0100_000c);
        file.putInt(0).putInt(6).putInt(2).putInt(24 + 200).putInt(0).putInt(0);
        file.putInt(0x19).putInt(24).position(at + 32 + 24); // some other command
        file.putInt(0xd).putInt(200).putInt(24).putInt(0).putInt(0).putInt(0);
        file.put(installName.getBytes(UTF_8));
    }

    static byte[] pe(Machine machine, String exportName) {
        byte[] image = new byte[SIZE];
        ByteBuffer file = file(image, ByteOrder.LITTLE_ENDIAN, exportName);
        file.put(new byte[] {'M', 'Z'}).putInt(0x3c, 128);
        file.putInt(128, 0x4550)
                .putShort(132, (short) (machine == Machine.X86_64 ? 0x8664 : 0xaa64));
        file.putShort(134, (short) 1).putShort(148, (short) 240);
        int rva = 0x5000;
        file.putShort(152, (short) 0x20b).putInt(152 + 112, rva + 600).putInt(152 + 116, 40);
        int section = 152 + 240;
        file.putInt(section + 12, rva).putInt(section + 16, SIZE).putInt(section + 20, 0);
        file.putInt(600 + 12, rva + NAME);
        return image;
    }

    private static ByteBuffer file(byte[] image, ByteOrder order, String name) {
        ByteBuffer file = ByteBuffer.wrap(image).order(order);
        file.position(NAME);
        return file.put(name.getBytes(UTF_8)).position(0);
    }
}
