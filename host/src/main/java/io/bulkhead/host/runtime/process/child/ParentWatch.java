package io.bulkhead.host.runtime.process.child;

import io.bulkhead.host.environment.FileTree;
import io.bulkhead.host.runtime.process.ParentOrder;
import io.bulkhead.host.runtime.process.ParentOrderReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the parent's orders, and ends this JVM when the parent dies: its end of standard input
 * closes then, however it died. Nobody is left to answer to, so nothing is waited for; only the
 * folder is removed, as the parent no longer can.
 */
final class ParentWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ParentWatch.class);

    private final Path folder;
    private final ParentOrderReader reader = new ParentOrderReader();
    private final CompletableFuture<Consumer<ParentOrder>> work = new CompletableFuture<>();

    ParentWatch(Path folder) {
        this.folder = folder;
    }

    void start() {
        Thread thread = new Thread(this::watch, "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on orders go there; those that have come before, too. */
    void obey(Consumer<ParentOrder> obeying) {
        work.complete(obeying);
    }

    private void watch() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                obey(line);
            }
        } catch (IOException gone) {
            // a broken pipe says the same as a closed one
        } finally {
            removeFolder();
            Runtime.getRuntime().halt(0);
        }
    }

    private void obey(String line) {
        // Not waited for: this thread must notice the parent's end.
        var unused =
                work.thenAccept(obeying -> parse(line).ifPresent(obeying))
                        .exceptionally(
                                failure -> {
                                    LOG.error("An order was not carried out", failure);
                                    return null;
                                });
    }

    private Optional<ParentOrder> parse(String line) {
        try {
            return Optional.of(reader.parse(line));
        } catch (IOException | RuntimeException e) {
            LOG.error("An order of the parent's is not understood", e);
            return Optional.empty();
        }
    }

    private void removeFolder() {
        try {
            FileTree.delete(folder);
        } catch (IOException | RuntimeException e) {
            System.err.println("Folder " + folder + " stays behind: " + e.getMessage());
        }
    }
}
