package io.bulkhead.conformance.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel tells of a process. */
record ProcessFacts(List<String> threadNames, int handles, int children, long residentKilobytes) {
    int threads() {
        return threadNames.size();
    }

    static ProcessFacts of(ProcessHandle process) throws IOException {
        Path folder = Path.of("/proc", Long.toString(process.pid()));
        return new ProcessFacts(
                threads(folder.resolve("task")),
                count(folder.resolve("fd")),
                (int) process.descendants().count(),
                resident(folder.resolve("status")));
    }

    /** Without the collector's, which the JVM starts when there is much to do, and keeps. */
    private static List<String> threads(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> threads = Files.list(folder)) {
            for (Path thread : threads.toList()) {
                names.add(name(thread));
            }
        }
        return names.stream()
                .filter(name -> !name.startsWith("G1 ") && !name.startsWith("GC Thread"))
                .sorted()
                .toList();
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException gone) {
            return "(gone)";
        }
    }

    private static int count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return (int) entries.count();
        }
    }

    private static long resident(Path status) throws IOException {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
