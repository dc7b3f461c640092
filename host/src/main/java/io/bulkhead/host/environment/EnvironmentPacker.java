package io.bulkhead.host.environment;

import io.bulkhead.host.environment.EnvironmentManifest.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes an environment's archive out of plugins, libraries and a Java: {@code plugins/}, {@code
 * lib/}, {@code jre/} and a manifest. The same input gives the same bytes.
 */
public final class EnvironmentPacker {
    private final String name;
    private final List<String> sources = new ArrayList<>();
    private final TreeMap<String, Path> files = new TreeMap<>();
    private final TreeMap<String, String> links = new TreeMap<>();
    private Optional<JavaRelease> java = Optional.empty();

    /**
     * @param name of the environment, for logs
     */
    public EnvironmentPacker(String name) {
        this.name = name;
    }

    /**
     * Adds a plugin: a jar, a zip or a folder; or any other jar.
     *
     * @throws IOException if it is none of these, or two files would have one name
     */
    public void addFile(Path file) throws IOException {
        String fileName = String.valueOf(file.getFileName());
        if (Files.isDirectory(file)) {
            for (Path part : PluginFolder.files(file)) {
                put(
                        "plugins/"
                                + fileName
                                + "/"
                                + EnvironmentManifest.slashed(file.relativize(part)),
                        part);
            }
        } else if (fileName.endsWith(".zip") && PluginZip.mayBe(file)) {
            put("plugins/" + fileName, file);
        } else if (fileName.endsWith(".jar") && isJar(file)) {
            put((isPlugin(file) ? "plugins/" : "lib/") + fileName, file);
        } else {
            throw new IOException("'" + file + "' is neither a jar nor a plugin's zip or folder");
        }
        sources.add(fileName);
    }

    private static boolean isJar(Path file) throws IOException {
        JarContents.read(file); // or it throws
        return true;
    }

    private static boolean isPlugin(Path jar) throws IOException {
        return PluginDescriptor.inJar(jar).isPresent()
                || ExtensionScan.read(List.of(jar)).get(0).hasExtensions();
    }

    /**
     * Adds what coordinates were resolved to.
     *
     * @param coordinates for the manifest
     */
    public void addArtifacts(List<String> coordinates, List<Path> jars) throws IOException {
        for (Path jar : jars) {
            put((isPlugin(jar) ? "plugins/" : "lib/") + jar.getFileName(), jar);
        }
        sources.addAll(coordinates);
    }

    /**
     * Adds a Java for the models of this environment to run on.
     *
     * @throws io.bulkhead.api.error.ServingException if it is none
     */
    public void addJava(Path home) throws IOException {
        Path root = home.toRealPath();
        java = Optional.of(JavaRelease.of(root));
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : (Iterable<Path>) tree::iterator) {
                String place = "jre/" + EnvironmentManifest.slashed(root.relativize(file));
                if (isInnerLink(file, root)) {
                    links.put(place, EnvironmentManifest.slashed(Files.readSymbolicLink(file)));
                } else if (Files.isRegularFile(file)) {
                    put(place, file);
                }
            }
        }
    }

    /** Others, as a system's certificates, are packed as the file that they lead to. */
    private static boolean isInnerLink(Path file, Path root) throws IOException {
        return Files.isSymbolicLink(file)
                && Files.exists(file)
                && !Files.readSymbolicLink(file).isAbsolute()
                && file.toRealPath().startsWith(root);
    }

    private void put(String place, Path file) throws IOException {
        Path before = files.putIfAbsent(place, file);
        if (before != null && !Digests.sha256(before).equals(Digests.sha256(file))) {
            throw new IOException("two files would be '" + place + "': " + before + ", " + file);
        }
    }

    /**
     * Writes the archive; a file of this name is replaced when the new one is whole.
     *
     * @param archive {@code .tar.gz}, {@code .tar.zst} or {@code .tar.xz}
     * @return what is in it
     */
    public EnvironmentManifest write(Path archive) throws IOException {
        if (files.isEmpty()) {
            throw new IOException("there is nothing to pack");
        }
        EnvironmentManifest manifest = manifest();
        Path part = archive.resolveSibling("." + archive.getFileName());
        try {
            try (ReproducibleTar tar = ReproducibleTar.to(part)) {
                tar.file(EnvironmentManifest.FILE, manifest.toJson());
                for (Map.Entry<String, Path> file : files.entrySet()) {
                    boolean executable =
                            file.getKey().startsWith("jre/") && Files.isExecutable(file.getValue());
                    tar.file(file.getKey(), file.getValue(), executable);
                }
                for (Map.Entry<String, String> link : links.entrySet()) {
                    tar.link(link.getKey(), link.getValue());
                }
            }
            Files.move(part, archive, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return manifest;
    }

    private EnvironmentManifest manifest() throws IOException {
        List<Content> contents = new ArrayList<>();
        int newest = 0;
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Path path = file.getValue();
            contents.add(new Content(file.getKey(), Files.size(path), Digests.sha256(path)));
            if (file.getKey().endsWith(".jar") && !file.getKey().startsWith("jre/")) {
                newest = Math.max(newest, newestClass(path));
            }
        }
        return new EnvironmentManifest(
                name,
                sources,
                newest,
                java.map(JavaRelease::version),
                java.isPresent()
                        ? EnvironmentManifest.platformOfThisMachine()
                        : EnvironmentManifest.ANY_PLATFORM,
                contents);
    }

    /** The Java that a jar needs: those of its classes that are not for a newer one only. */
    private static int newestClass(Path jar) throws IOException {
        int newest = 0;
        try (ZipFile file = new ZipFile(jar.toFile())) {
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String entryName = entry.getName();
                if (entryName.endsWith(".class")
                        && !entryName.startsWith("META-INF/")
                        && !entryName.endsWith("module-info.class")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        newest = Math.max(newest, ClassVersion.of(in));
                    }
                }
            }
        }
        return newest;
    }
}
