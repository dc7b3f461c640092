package io.bulkhead.host.plugin.release;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.bulkhead.host.environment.FileTree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds in a dump of this process's heap what holds a class loader: the way from something that is
 * there for ever, such as a thread or a static field, to the loader. No other means of Java 17 sees
 * a shutdown hook or another thread's ThreadLocals without opening the JDK by force.
 */
final class HolderSearch {
    private static final Logger LOG = LoggerFactory.getLogger(HolderSearch.class);
    private static final String UNKNOWN = "held by something else than a thread of the plugin's";

    private final long largestDump;

    /**
     * @param largestDump in bytes; 0: none is made
     */
    HolderSearch(long largestDump) {
        this.largestDump = largestDump;
    }

    /** In words. */
    String holder(long loaderNumber) {
        Runtime runtime = Runtime.getRuntime();
        if (runtime.totalMemory() - runtime.freeMemory() > largestDump) {
            return UNKNOWN + ": the heap is too large to look (leak_dump_max_bytes)";
        }
        Optional<HotSpotDiagnosticMXBean> diagnostics =
                Optional.ofNullable(
                        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class));
        try {
            return diagnostics.isPresent()
                    ? inDump(diagnostics.get(), loaderNumber)
                    : UNKNOWN + ": this JVM cannot dump its heap";
        } catch (IOException | RuntimeException e) {
            LOG.debug("The heap's dump tells nothing", e);
            return UNKNOWN + ": the heap cannot be looked into: " + e.getMessage();
        }
    }

    /** The dump holds what the models were asked: nobody else may read it, and it goes at once. */
    private static String inDump(HotSpotDiagnosticMXBean diagnostics, long loaderNumber)
            throws IOException {
        Path folder = Files.createTempDirectory("bulkhead-leak-"); // for this user only
        try {
            Path file = folder.resolve("heap.hprof");
            diagnostics.dumpHeap(file.toString(), true);
            try (HeapDump dump = HeapDump.open(file)) {
                return new HeapPath(dump)
                        .to(loaderNumber)
                        .map(way -> "held by " + way)
                        .orElse(UNKNOWN);
            }
        } finally {
            FileTree.delete(folder);
        }
    }
}
