package io.bulkhead.host.runtime.process;

import io.bulkhead.host.environment.JarContents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives of classes, parsed and verified once, by which children start with a third of the CPU:
 * one for each plugin, whose classes are in it. The first child of a plugin writes it when it ends;
 * until then there is the JDK's own. Thread-safe.
 */
public final class ChildArchives {
    private static final Logger LOG = LoggerFactory.getLogger(ChildArchives.class);
    private static final String SUFFIX = ".jsa";

    /** Some 20 MB each; those of other builds and of plugins that are gone are the oldest. */
    private static final int MOST = 8;

    private final Optional<Path> prefix;

    /**
     * One that was killed while it wrote is not followed by another: writing makes starts slower.
     */
    private final Set<Path> tried = ConcurrentHashMap.newKeySet();

    /**
     * @param prefix how the files begin that children of this Java and this build share; empty:
     *     they write none
     */
    ChildArchives(Optional<Path> prefix) {
        this.prefix = prefix;
    }

    /** Where the start script keeps them. */
    static ChildArchives ofThisProcess() {
        return new ChildArchives(
                Optional.ofNullable(System.getProperty("bulkhead.child-archives")).map(Path::of));
    }

    /** For children that no archive fits. */
    static ChildArchives none() {
        return new ChildArchives(Optional.empty());
    }

    /**
     * What a child that is about to start does about archives.
     *
     * @param jars of its plugin
     * @param jvmOptions the model's own
     */
    ChildArchive of(List<JarContents> jars, List<String> jvmOptions) {
        if (prefix.isEmpty() || jvmOptions.stream().anyMatch(ChildArchives::interferes)) {
            return ChildArchive.NONE;
        }
        Path own = file(prefix.get(), jars, jvmOptions);
        if (Files.exists(own)) {
            return ChildArchive.use(own);
        }
        return tried.add(own)
                ? ChildArchive.write(written(own), written -> keep(written, own))
                : ChildArchive.NONE;
    }

    /** Whoever sets these knows what is to become of archives. */
    private static boolean interferes(String option) {
        return option.startsWith("-Xshare")
                || option.contains("Archive")
                || option.contains("AOT")
                || option.startsWith("-javaagent")
                || option.startsWith("-agent");
    }

    /** An archive fits one collector only. */
    private static Path file(Path prefix, List<JarContents> jars, List<String> jvmOptions) {
        StringBuilder key = new StringBuilder();
        jars.forEach(jar -> key.append(jar.path()).append(jar.fingerprint()));
        jvmOptions.stream().filter(ChildCommand::choosesCollector).forEach(key::append);
        UUID name = UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8));
        return prefix.resolveSibling(prefix.getFileName() + "-" + name + SUFFIX);
    }

    private static Path written(Path own) {
        return own.resolveSibling(own.getFileName() + "." + UUID.randomUUID() + ".written");
    }

    private void keep(Path written, Path own) {
        try {
            Files.move(written, own, StandardCopyOption.ATOMIC_MOVE);
            removeOldest(own);
        } catch (IOException e) {
            LOG.debug("The next child will start no faster", e);
        }
    }

    private static void removeOldest(Path newest) throws IOException {
        Path folder = newest.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        List<Path> surplus;
        try (Stream<Path> files = Files.list(folder)) {
            surplus =
                    files.filter(ChildArchives::isOfChildren)
                            .sorted(Comparator.comparing(ChildArchives::age).reversed())
                            .skip(MOST)
                            .toList();
        }
        for (Path old : surplus) {
            Files.deleteIfExists(old);
        }
    }

    private static boolean isOfChildren(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith("children-") && name.endsWith(SUFFIX);
    }

    private static FileTime age(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0); // another server has removed it
        }
    }
}
