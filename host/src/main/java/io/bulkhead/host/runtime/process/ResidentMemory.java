package io.bulkhead.host.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of the machine's memory a process takes. */
final class ResidentMemory {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

    private ResidentMemory() {}

    /** Bytes; empty where the system does not tell, which is all but Linux. */
    static OptionalLong of(long pid) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
            Matcher resident = RESIDENT.matcher(status);
            return resident.find()
                    ? OptionalLong.of(Long.parseLong(resident.group(1)) << 10)
                    : OptionalLong.empty();
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }
}
