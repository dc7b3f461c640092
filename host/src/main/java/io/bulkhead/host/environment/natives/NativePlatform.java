package io.bulkhead.host.environment.natives;

import java.util.Locale;

/**
 * What a native library is built for.
 *
 * @param format of its file
 * @param machine whose instructions it holds
 */
public record NativePlatform(Format format, Machine machine) {
    /** The formats that JVMs load libraries from. */
    public enum Format {
        /** Linux and the BSDs. */
        ELF,
        /** macOS. */
        MACH_O,
        /** Windows. */
        PE
    }

    /** The processors that JVMs run on; all that are rare are told by {@link #OTHER}. */
    public enum Machine {
        /** 64 bits, Intel and AMD. */
        X86_64,
        /** 32 bits, Intel and AMD. */
        X86,
        /** 64 bits, ARM. */
        AARCH64,
        /** 32 bits, ARM. */
        ARM,
        /** Any other. */
        OTHER
    }

    /** As builds call it: {@code linux-x86_64}. */
    public String label() {
        String system =
                switch (format) {
                    case ELF -> "linux";
                    case MACH_O -> "macos";
                    case PE -> "windows";
                };
        return system + "-" + machine.name().toLowerCase(Locale.ROOT);
    }

    /** What this JVM can map. */
    public static NativePlatform ofThisJvm() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /**
     * @param system as in {@code os.name}
     * @param architecture as in {@code os.arch}
     */
    static NativePlatform of(String system, String architecture) {
        String lower = system.toLowerCase(Locale.ROOT);
        Format format =
                lower.startsWith("windows")
                        ? Format.PE
                        : lower.startsWith("mac") ? Format.MACH_O : Format.ELF;
        Machine machine =
                switch (architecture.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64", "x64" -> Machine.X86_64;
                    case "x86", "i386", "i486", "i586", "i686" -> Machine.X86;
                    case "aarch64", "arm64" -> Machine.AARCH64;
                    case "arm", "arm32" -> Machine.ARM;
                    default -> Machine.OTHER;
                };
        return new NativePlatform(format, machine);
    }
}
