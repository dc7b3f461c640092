package io.bulkhead.host.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the reports are kept that JVMs write when native code crashes them: the child's own folder
 * goes with the child. The oldest make room for new ones. Thread-safe.
 */
final class CrashReports {
    private static final Logger LOG = LoggerFactory.getLogger(CrashReports.class);
    private static final String PREFIX = "hs_err";
    private static final int MOST = 10;
    private static final String FRAME = "# Problematic frame:";

    private final Path folder;

    /**
     * @param folder made when there is something to keep
     */
    CrashReports(Path folder) {
        this.folder = folder;
    }

    /**
     * Keeps the report that a child has left.
     *
     * @param left the child's folder
     * @return what to say of the crash; empty if there is no report
     */
    synchronized Optional<String> keep(Path left, String label) {
        try {
            Optional<Path> report = reports(left).stream().findFirst();
            return report.isPresent() ? Optional.of(kept(report.get(), label)) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("The crash report of {} cannot be kept: {}", label, e.toString());
            return Optional.empty();
        }
    }

    private String kept(Path report, String label) throws IOException {
        Files.createDirectories(folder);
        Path place = folder.resolve(String.valueOf(report.getFileName()));
        String frame = frame(report);
        Files.move(report, place, StandardCopyOption.REPLACE_EXISTING);
        LOG.error("{}: the JVM's crash report is {}", label, place.toAbsolutePath());
        List<Path> all = reports(folder);
        for (Path old : all.subList(Math.min(MOST, all.size()), all.size())) {
            Files.deleteIfExists(old);
        }
        return (frame.isEmpty() ? "" : " in " + frame) + ", crash report " + place.getFileName();
    }

    /** The newest first. */
    private static List<Path> reports(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(PREFIX))
                    .sorted(Comparator.comparing(CrashReports::time).reversed())
                    .toList();
        }
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    /** The library and the place in it where it happened; empty if the report does not say. */
    private static String frame(Path report) throws IOException {
        try (Stream<String> lines = Files.lines(report, StandardCharsets.ISO_8859_1)) {
            Iterator<String> each = lines.limit(100).iterator();
            while (each.hasNext()) {
                if (each.next().startsWith(FRAME) && each.hasNext()) {
                    return each.next().replaceFirst("^#\\s*", "").replaceAll("\\s+", " ").strip();
                }
            }
        }
        return "";
    }
}
