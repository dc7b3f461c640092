package io.bulkhead.host.environment;

import io.bulkhead.api.error.ServingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Opens environments. What a user drops into a repository is copied to a folder that is named after
 * its contents first: a jar that is overwritten while it is open breaks the loaders that have it
 * open, and even new ones. What is installed with the distribution is opened where it is.
 *
 * <p>Thread-safe: two threads that copy the same contents end up with the same file.
 */
public final class EnvironmentStore {
    private static final String DESCRIPTOR = "plugin.properties";

    private final Path root;

    /**
     * @param root where copies go; made when first needed
     */
    public EnvironmentStore(Path root) {
        this.root = root;
    }

    /**
     * Opens a plugin that is installed with the server: a folder with {@code plugin.properties} and
     * {@code lib/*.jar}.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it is none
     */
    public Environment installed(Path folder) {
        try {
            return ofFolder(folder, folder);
        } catch (IOException e) {
            throw broken(folder, e);
        }
    }

    /**
     * Opens what a user dropped: a plugin's jar, its zip, or its unpacked folder.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it cannot be read
     */
    public Environment dropped(Path origin) {
        try {
            if (Files.isDirectory(origin)) {
                return ofFolder(copyOfFolder(origin), origin);
            }
            return origin.toString().endsWith(".zip") ? ofZip(origin) : ofJar(origin);
        } catch (IOException e) {
            throw broken(origin, e);
        }
    }

    private static ServingException broken(Path origin, IOException cause) {
        return ServingException.loadFailed(
                "plugin '" + origin.getFileName() + "' cannot be read: " + why(cause), cause);
    }

    /**
     * Without the server's paths, which are all that the message of a file system's fault holds.
     */
    private static String why(IOException cause) {
        if (cause instanceof FileSystemException fault) {
            return fault.getReason() == null ? "no access to a file" : fault.getReason();
        }
        return String.valueOf(cause.getMessage());
    }

    private Environment ofJar(Path origin) throws IOException {
        JarContents jar = JarContents.read(copyOfFile(origin));
        try (JarFile file = new JarFile(jar.path().toFile(), false)) {
            Manifest manifest = file.getManifest();
            Attributes attributes =
                    manifest == null ? new Attributes() : manifest.getMainAttributes();
            String id = attributes.getValue("Plugin-Id");
            String version = attributes.getValue("Plugin-Version");
            return new Environment(
                    id == null ? String.valueOf(origin.getFileName()) : id,
                    version == null ? "" : version,
                    origin,
                    List.of(jar));
        }
    }

    private Environment ofZip(Path origin) throws IOException {
        Path folder = root.resolve(hash(origin));
        if (!Files.isDirectory(folder)) {
            Path fresh = freshFolder();
            try {
                SafeArchive.unzip(origin, fresh);
                publish(fresh, folder);
            } finally {
                FileTree.delete(fresh);
            }
        }
        return ofFolder(folder, origin);
    }

    private static Environment ofFolder(Path folder, Path origin) throws IOException {
        Path descriptor = descriptorIn(folder);
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(descriptor)) {
            properties.load(in);
        }
        List<JarContents> jars = new ArrayList<>();
        for (Path jar : jarsIn(folder)) {
            jars.add(JarContents.read(jar));
        }
        return new Environment(
                properties.getProperty("plugin.id", String.valueOf(origin.getFileName())),
                properties.getProperty("plugin.version", ""),
                origin,
                jars);
    }

    private static Path descriptorIn(Path folder) throws IOException {
        Path descriptor = folder.resolve(DESCRIPTOR);
        if (!Files.isRegularFile(descriptor)) {
            throw new IOException("there is no " + DESCRIPTOR + " in it");
        }
        return descriptor;
    }

    private static List<Path> jarsIn(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path place : List.of(folder, folder.resolve("lib"))) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> files = Files.list(place)) {
                    files.filter(f -> f.toString().endsWith(".jar")).sorted().forEach(jars::add);
                }
            }
        }
        return jars;
    }

    private Path copyOfFile(Path file) throws IOException {
        Path folder = root.resolve(hash(file));
        if (!Files.isDirectory(folder)) {
            Path fresh = freshFolder();
            try {
                Files.copy(file, fresh.resolve(String.valueOf(file.getFileName())));
                publish(fresh, folder);
            } finally {
                FileTree.delete(fresh);
            }
        }
        return onlyFileOf(folder);
    }

    /** Under the name of the first file with these contents. */
    private static Path onlyFileOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst()
                    .orElseThrow(() -> new IOException("copy " + folder + " is empty"));
        }
    }

    private Path copyOfFolder(Path folder) throws IOException {
        MessageDigest digest = JarContents.sha256();
        List<Path> files = new ArrayList<>(jarsIn(folder));
        files.add(descriptorIn(folder));
        for (Path file : files) {
            digest.update(hash(file).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        Path copy = root.resolve(HexFormat.of().formatHex(digest.digest()));
        if (!Files.isDirectory(copy)) {
            Path fresh = freshFolder();
            try {
                for (Path file : files) {
                    Path target = fresh.resolve(folder.relativize(file));
                    Files.createDirectories(
                            target.getParent() == null ? fresh : target.getParent());
                    Files.copy(file, target);
                }
                publish(fresh, copy);
            } finally {
                FileTree.delete(fresh);
            }
        }
        return copy;
    }

    private Path freshFolder() throws IOException {
        Files.createDirectories(root);
        return Files.createTempDirectory(root, "tmp-");
    }

    /** Moves a finished folder to its place, unless another thread or process was first. */
    private static void publish(Path fresh, Path place) throws IOException {
        try {
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, place);
        } catch (FileSystemException e) {
            // Which one is thrown for a folder that is there already differs between platforms.
            if (!Files.isDirectory(place)) {
                throw e;
            }
        }
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = JarContents.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
