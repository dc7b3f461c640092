package io.bulkhead.host.plugin;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.EnvironmentLease;
import io.bulkhead.host.environment.EnvironmentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that lie in folders of the user's, each read once and again when it changes. A jar or
 * zip that is no plugin is left alone; a folder is one if it has a {@code plugin.properties}.
 *
 * <p>Thread-safe; no lock is held while a file is read. Owns the leases on what it has read.
 */
final class PluginFolders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginFolders.class);

    /** A file as it was when it was read. */
    private record Reading(String stamp, FutureTask<PluginFile> file) {}

    private final EnvironmentStore store;
    private final Map<Path, Reading> readings = new HashMap<>();

    PluginFolders(EnvironmentStore store) {
        this.store = store;
    }

    /**
     * What lies in a folder, by name.
     *
     * @param place how messages call the folder
     */
    List<PluginFile> in(Path folder, String place) {
        return in(folder, place, file -> isPackedPlugin(file) || isUnpackedPlugin(file));
    }

    /** As {@link #in(Path, String)}, but for folders. */
    List<PluginFile> packedIn(Path folder, String place) {
        return in(folder, place, PluginFolders::isPackedPlugin);
    }

    private List<PluginFile> in(Path folder, String place, Predicate<Path> candidates) {
        forgetGone(folder);
        return withoutDoubles(
                children(folder).stream()
                        .filter(candidates)
                        .map(file -> read(file, place))
                        .toList());
    }

    private static boolean isUnpackedPlugin(Path file) {
        return Files.isRegularFile(file.resolve("plugin.properties"));
    }

    private static boolean isPackedPlugin(Path file) {
        String name = String.valueOf(file.getFileName());
        return Files.isRegularFile(file) && (name.endsWith(".jar") || name.endsWith(".zip"));
    }

    private PluginFile read(Path file, String place) {
        String stamp = stamp(file);
        Reading reading;
        Reading before;
        synchronized (readings) {
            before = readings.get(file);
            reading =
                    before != null && before.stamp().equals(stamp)
                            ? before
                            : new Reading(stamp, new FutureTask<>(() -> open(file, place)));
            readings.put(file, reading);
        }
        if (before != null && !before.equals(reading)) {
            close(before);
        }
        reading.file().run(); // whoever is second waits for the first
        return result(reading);
    }

    private PluginFile open(Path file, String place) {
        try {
            Optional<EnvironmentLease> lease = store.dropped(file);
            return new PluginFile(file, place, lease, "");
        } catch (ServingException e) {
            LOG.warn("Plugin {} is not used: {}", file.getFileName(), e.reason());
            return PluginFile.broken(file, place, e.reason());
        }
    }

    private static PluginFile result(Reading reading) {
        try {
            return reading.file().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading a plugin failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ServingException.loadFailed("reading the plugins was interrupted", e);
        }
    }

    /** Two of one id and with different contents: it must not be chance which one is used. */
    private static List<PluginFile> withoutDoubles(List<PluginFile> files) {
        List<PluginFile> checked = new ArrayList<>();
        for (PluginFile file : files) {
            Optional<PluginFile> twin =
                    files.stream().filter(other -> isTwin(file, other)).findFirst();
            checked.add(twin.map(other -> file.refused(sameId(file, other))).orElse(file));
        }
        return checked;
    }

    private static boolean isTwin(PluginFile file, PluginFile other) {
        return file.environment().isPresent()
                && other.environment().isPresent()
                && file.environment().get().id().equals(other.environment().get().id())
                && !file.environment()
                        .get()
                        .fingerprint()
                        .equals(other.environment().get().fingerprint());
    }

    private static String sameId(PluginFile file, PluginFile other) {
        String id = file.environment().map(environment -> environment.id()).orElse("");
        List<String> names = Stream.of(file.name(), other.name()).sorted().toList();
        return "the plugin id '"
                + id
                + "' is in '"
                + names.get(0)
                + "' and in '"
                + names.get(1)
                + "'; remove one of them";
    }

    private void forgetGone(Path folder) {
        List<Reading> gone = new ArrayList<>();
        synchronized (readings) {
            readings.entrySet()
                    .removeIf(
                            entry -> {
                                boolean isGone =
                                        folder.equals(entry.getKey().getParent())
                                                && !Files.exists(entry.getKey());
                                if (isGone) {
                                    gone.add(entry.getValue());
                                }
                                return isGone;
                            });
        }
        gone.forEach(PluginFolders::close);
    }

    private static void close(Reading reading) {
        reading.file().run(); // so that there is nothing that could still be opened
        result(reading).close();
    }

    /** Tells a file or folder from what it is after a change. */
    private static String stamp(Path file) {
        if (!Files.isDirectory(file)) {
            return attributes(file);
        }
        StringBuilder text = new StringBuilder();
        for (Path folder : List.of(file, file.resolve("lib"), file.resolve("classes"))) {
            children(folder).forEach(child -> text.append(attributes(child)).append('\n'));
        }
        return text.toString();
    }

    private static String attributes(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            @Nullable Object key = attributes.fileKey();
            return attributes.size() + " " + attributes.lastModifiedTime() + " " + key;
        } catch (IOException e) {
            return "unreadable";
        }
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List<Reading> all;
        synchronized (readings) {
            all = List.copyOf(readings.values());
            readings.clear();
        }
        all.forEach(PluginFolders::close);
    }
}
