package io.bulkhead.conformance.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks into another JVM with {@code jcmd}, which a JDK has and a JRE does not. */
final class JvmInspection {
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final Pattern USED =
            Pattern.compile("(?m)^\\s*Both:.* ([0-9.]+) ([KMG]B|bytes) \\([^)]*%\\) used");

    private final long pid;

    JvmInspection(long pid) {
        this.pid = pid;
    }

    boolean isPossible() {
        return Files.isExecutable(JCMD);
    }

    void collectGarbage() {
        jcmd("GC.run");
    }

    /** One line for each class loader that serves a model; jcmd folds equal ones unless told. */
    List<String> modelLoaders() {
        return jcmd("VM.classloaders fold=false")
                .lines()
                .filter(line -> line.contains("IsolatedClassLoader"))
                .filter(line -> !line.contains("describe:") && !line.contains("native-layer:"))
                .toList();
    }

    /** What the classes of all loaders take. */
    long metaspaceKilobytes() {
        String report = jcmd("VM.metaspace");
        Matcher used = USED.matcher(report);
        if (!used.find()) {
            throw new IllegalStateException("no total in:\n" + report);
        }
        double number = Double.parseDouble(used.group(1));
        return Math.round(
                switch (used.group(2)) {
                    case "GB" -> number * 1024 * 1024;
                    case "MB" -> number * 1024;
                    case "KB" -> number;
                    default -> number / 1024;
                });
    }

    private String jcmd(String command) {
        try {
            Process process =
                    new ProcessBuilder(JCMD.toString(), Long.toString(pid), command)
                            .redirectErrorStream(true)
                            .start();
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("jcmd " + command, e);
        }
    }
}
