package io.bulkhead.host.environment;

import io.bulkhead.api.error.ServingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens environments. What a user drops into a repository is copied to a folder that is named after
 * its contents first: a jar that is overwritten while it is open breaks the loaders that have it
 * open, and even new ones. What is installed with the distribution is opened where it is.
 *
 * <p>A copy stays as long as somebody holds a lease on it. Thread-safe: two threads that copy the
 * same contents end up with the same file.
 */
public final class EnvironmentStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentStore.class);

    private final ContentFolders folders;
    private final ArchiveLimits limits;
    private final RememberedDigests digests = new RememberedDigests();

    /**
     * @param root where copies go; made when first needed
     */
    public EnvironmentStore(Path root) {
        this(root, ArchiveLimits.standard());
    }

    /**
     * @param root where copies go; made when first needed
     * @param limits of what may be unpacked
     */
    public EnvironmentStore(Path root, ArchiveLimits limits) {
        this.folders = new ContentFolders(root);
        this.limits = limits;
    }

    /**
     * Opens a plugin that is installed with the server: a folder with {@code plugin.properties} and
     * {@code lib/*.jar}.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it is none
     */
    public Environment installed(Path folder) {
        try {
            PluginDescriptor descriptor =
                    PluginDescriptor.inFolder(folder, nameOf(folder))
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    "there is no "
                                                            + PluginDescriptor.FILE
                                                            + " in it"));
            return environment(
                    descriptor,
                    folder,
                    ExtensionScan.read(PluginFolder.jars(folder)),
                    EnvironmentSource.installed());
        } catch (IOException e) {
            throw broken(folder, e);
        }
    }

    /**
     * Opens what a user dropped: a plugin's jar, its zip, or its unpacked folder.
     *
     * @return empty if it is no plugin, but something else that is a jar, a zip or a folder
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it is meant to be one, and cannot be
     *     read
     */
    public Optional<EnvironmentLease> dropped(Path origin) {
        try {
            if (Files.isDirectory(origin)) {
                return ofFolder(origin);
            }
            return origin.toString().endsWith(".zip") ? ofZip(origin) : ofJar(origin);
        } catch (IOException e) {
            throw broken(origin, e);
        }
    }

    /**
     * Opens an archive that holds a whole environment: plugins or mere libraries, and maybe a Java.
     * It is unpacked when nobody uses one with the same contents yet.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it is none, or is refused; nothing is
     *     left of it then
     */
    public EnvironmentLease tarball(Path archive) {
        String name = nameOf(archive);
        try {
            if (!Files.isRegularFile(archive)) {
                throw new IOException("there is no such file");
            }
            String hash = digests.of(archive);
            EnvironmentSource source =
                    new EnvironmentSource(
                            EnvironmentSource.Kind.TARBALL,
                            "the environment tarball '" + name + "'",
                            hash);
            return lease(
                            folders.use(hash, fresh -> fill(fresh, archive)),
                            folder -> Optional.of(unpacked(folder, archive, source)))
                    .orElseThrow();
        } catch (IOException e) {
            throw ServingException.loadFailed(
                    "the environment tarball '" + name + "' is not used: " + why(e), e);
        }
    }

    private void fill(Path fresh, Path archive) throws IOException {
        long start = System.nanoTime();
        long bytes = SafeArchive.unpack(archive, fresh, limits, SafeArchive.EntryCheck.NONE);
        EnvironmentLayout layout = EnvironmentLayout.of(fresh);
        verify(layout);
        Optional<VirtualEnvironment> python = VirtualEnvironment.in(layout.root());
        if (python.isPresent()) {
            python.get().complete();
        } else if (layout.python().isEmpty()) {
            layout.unpackPlugins(limits, bytes);
        }
        LOG.info(
                "Unpacked environment '{}': {} MB in {} ms",
                nameOf(archive),
                bytes >> 20,
                Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    private static void verify(EnvironmentLayout layout) throws IOException {
        Optional<EnvironmentManifest> manifest = EnvironmentManifest.in(layout.root());
        if (manifest.isPresent()) {
            List<String> differences = manifest.get().differences(layout.root());
            if (!differences.isEmpty()) {
                throw new IOException(differences.get(0));
            }
        }
    }

    /**
     * Opens the folder of an environment that is unpacked already, where it is.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it is none
     */
    public EnvironmentLease folder(Path folder) {
        String name = nameOf(folder);
        try {
            if (!Files.isDirectory(folder)) {
                throw new IOException("there is no such folder");
            }
            EnvironmentSource source =
                    new EnvironmentSource(
                            EnvironmentSource.Kind.FOLDER,
                            "the environment folder '" + name + "'",
                            "");
            return EnvironmentLease.permanent(unpacked(folder, folder, source));
        } catch (IOException e) {
            throw ServingException.loadFailed(
                    "the environment folder '" + name + "' is not used: " + why(e), e);
        }
    }

    /**
     * An environment of artefacts, which lie where nobody overwrites them.
     *
     * @param coordinates that they were resolved from
     * @throws ServingException {@code MODEL_LOAD_FAILED} if one is no jar
     */
    public EnvironmentLease artifacts(List<String> coordinates, List<Path> jars) {
        String text = String.join(", ", coordinates);
        EnvironmentSource source =
                new EnvironmentSource(
                        EnvironmentSource.Kind.MAVEN, "the Maven artefacts " + text, "");
        try {
            List<JarContents> contents = JarContents.readAll(jars);
            return EnvironmentLease.permanent(
                    environment(PluginDescriptor.named(text), jars.get(0), contents, source));
        } catch (IOException e) {
            throw ServingException.loadFailed(
                    "the Maven artefacts " + text + " are not used: " + why(e), e);
        }
    }

    private static Environment unpacked(Path folder, Path origin, EnvironmentSource source)
            throws IOException {
        EnvironmentLayout layout = EnvironmentLayout.of(folder);
        if (layout.python().isPresent()) {
            return Environment.ofPython(layout.python().get(), origin, source);
        }
        Optional<EnvironmentManifest> manifest = EnvironmentManifest.in(layout.root());
        Optional<JavaRelease> java = layout.javaHome().map(JavaRelease::of);
        int feature = java.map(JavaRelease::feature).orElse(Runtime.version().feature());
        String objection = manifest.map(m -> m.objection(feature)).orElse("");
        if (!objection.isEmpty()) {
            throw new IOException(objection);
        }
        List<JarContents> jars = JarContents.readAll(layout.jars());
        if (jars.isEmpty() && java.isEmpty()) {
            throw new IOException(
                    "it holds neither a jar, nor a Java, nor a Python that can be run");
        }
        PluginDescriptor descriptor =
                layout.descriptor()
                        .orElse(
                                PluginDescriptor.named(
                                        manifest.map(EnvironmentManifest::name)
                                                .orElse(nameOf(origin))));
        return new Environment(
                descriptor.id(),
                descriptor.version(),
                origin,
                jars,
                List.of(), // what it needs is inside
                descriptor.isolations(),
                java.map(JavaRelease::home),
                Optional.empty(),
                source);
    }

    private static ServingException broken(Path origin, IOException cause) {
        return ServingException.loadFailed(
                "plugin '" + origin.getFileName() + "' cannot be read: " + why(cause), cause);
    }

    /**
     * Without the server's paths, which are all that the message of a file system's fault holds.
     */
    static String why(IOException cause) {
        if (cause instanceof FileSystemException fault) {
            return fault.getReason() == null ? "no access to a file" : fault.getReason();
        }
        return String.valueOf(cause.getMessage());
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private Optional<EnvironmentLease> ofJar(Path origin) throws IOException {
        Optional<PluginDescriptor> descriptor = PluginDescriptor.inJar(origin);
        List<JarContents> seen = ExtensionScan.read(List.of(origin));
        if (descriptor.isEmpty() && !seen.get(0).hasExtensions()) {
            return Optional.empty();
        }
        String hash = Digests.sha256(origin);
        String name = nameOf(origin);
        return lease(
                folders.use(hash, fresh -> Files.copy(origin, fresh.resolve(name))),
                folder ->
                        Optional.of(
                                environment(
                                        descriptor.orElse(PluginDescriptor.named(name)),
                                        origin,
                                        ExtensionScan.read(PluginFolder.jars(folder)),
                                        plugin("jar", name, hash))));
    }

    private Optional<EnvironmentLease> ofZip(Path origin) throws IOException {
        if (!PluginZip.mayBe(origin)) {
            return Optional.empty();
        }
        String hash = Digests.sha256(origin);
        return lease(
                folders.use(
                        hash,
                        fresh -> {
                            SafeArchive.unpack(origin, fresh, limits, SafeArchive.EntryCheck.NONE);
                            PluginFolder.packClasses(fresh);
                        }),
                folder -> ofCopy(folder, origin, plugin("zip", nameOf(origin), hash)));
    }

    private Optional<EnvironmentLease> ofFolder(Path origin) throws IOException {
        MessageDigest digest = JarContents.sha256();
        List<Path> files = PluginFolder.files(origin);
        for (Path file : files) {
            String line = origin.relativize(file) + "\0" + Digests.sha256(file) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        return lease(
                folders.use(
                        hash,
                        fresh -> {
                            copy(files, origin, fresh);
                            PluginFolder.packClasses(fresh);
                        }),
                folder -> ofCopy(folder, origin, plugin("folder", nameOf(origin), "")));
    }

    private static void copy(List<Path> files, Path from, Path to) throws IOException {
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent() == null ? to : target.getParent());
            Files.copy(file, target);
        }
    }

    private static EnvironmentSource plugin(String what, String name, String hash) {
        return new EnvironmentSource(
                EnvironmentSource.Kind.PLUGIN, "the plugin " + what + " '" + name + "'", hash);
    }

    /** Empty if it has neither a descriptor nor a class of the API: then it is something else. */
    private static Optional<Environment> ofCopy(Path folder, Path origin, EnvironmentSource source)
            throws IOException {
        String name = nameOf(origin);
        Optional<PluginDescriptor> descriptor = PluginDescriptor.inFolder(folder, name);
        List<JarContents> jars = ExtensionScan.read(PluginFolder.jars(folder));
        if (descriptor.isEmpty() && jars.stream().noneMatch(JarContents::hasExtensions)) {
            return Optional.empty();
        }
        return Optional.of(
                environment(descriptor.orElse(PluginDescriptor.named(name)), origin, jars, source));
    }

    private static Environment environment(
            PluginDescriptor descriptor,
            Path origin,
            List<JarContents> jars,
            EnvironmentSource source) {
        return new Environment(
                descriptor.id(),
                descriptor.version(),
                origin,
                jars,
                descriptor.requires(),
                descriptor.isolations(),
                Optional.empty(),
                Optional.empty(),
                source);
    }

    /** Reads an environment out of its folder, if one is in it. */
    @FunctionalInterface
    private interface Reader {
        Optional<Environment> read(Path folder) throws IOException;
    }

    private static Optional<EnvironmentLease> lease(ContentFolders.Use use, Reader reader)
            throws IOException {
        Optional<EnvironmentLease> lease = Optional.empty();
        try {
            lease = reader.read(use.path()).map(read -> EnvironmentLease.of(read, use));
            return lease;
        } finally {
            if (lease.isEmpty()) {
                use.close();
            }
        }
    }

    /** Removes all copies. */
    @Override
    public void close() {
        folders.close();
    }
}
