package io.bulkhead.host.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What lies where in an environment: jars anywhere, plugins' zips, a Java in {@code jre/} or {@code
 * java/}, a manifest. All of it may lie in one folder, as {@code tar} packs it.
 *
 * @param root of all that follows
 * @param javaHome the Java that it brings
 */
record EnvironmentLayout(Path root, Optional<Path> javaHome) {
    private static final List<String> JAVA_FOLDERS = List.of("jre", "java");
    private static final Set<String> PYTHON_MARKS =
            Set.of("pyvenv.cfg", "conda-meta", "bin/conda-unpack", "bin/python", "bin/python3");

    static EnvironmentLayout of(Path folder) throws IOException {
        Path root = folder;
        List<Path> children = children(folder);
        if (children.size() == 1
                && Files.isDirectory(children.get(0))
                && !isJava(children.get(0))) {
            root = children.get(0);
        }
        Path base = root;
        Optional<Path> javaHome =
                JAVA_FOLDERS.stream()
                        .map(base::resolve)
                        .filter(EnvironmentLayout::isJava)
                        .findFirst();
        return new EnvironmentLayout(root, javaHome);
    }

    private static boolean isJava(Path folder) {
        return Files.isRegularFile(folder.resolve("bin/java"))
                || Files.isRegularFile(folder.resolve("bin/java.exe"));
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    /** The Python that it is, packed by conda-pack or venv-pack, or just a virtual environment. */
    Optional<PythonHome> python() {
        boolean is = PYTHON_MARKS.stream().map(root::resolve).anyMatch(Files::exists);
        return is ? PythonHome.in(root) : Optional.empty();
    }

    /** The jars, those that are nearer to the root first, but for the Java's own. */
    List<Path> jars() throws IOException {
        return files(".jar");
    }

    private List<Path> files(String ending) throws IOException {
        List<Path> found;
        try (Stream<Path> tree = Files.walk(root)) {
            found =
                    new ArrayList<>(
                            tree.filter(file -> file.toString().endsWith(ending))
                                    .filter(Files::isRegularFile)
                                    .filter(file -> javaHome.filter(file::startsWith).isEmpty())
                                    .toList());
        }
        found.sort(
                Comparator.comparing(Path::getNameCount).thenComparing(Comparator.naturalOrder()));
        return found;
    }

    /** Unpacks the plugins' zips in it, each into a folder of its own, and packs loose classes. */
    void unpackPlugins(ArchiveLimits limits, long usedBytes) throws IOException {
        long used = usedBytes;
        for (Path zip : files(".zip")) {
            if (PluginZip.mayBe(zip)) {
                Path folder = Path.of(zip.toString().replaceFirst("\\.zip$", ""));
                Files.createDirectory(folder);
                used +=
                        SafeArchive.unpack(
                                zip, folder, limits.less(used), SafeArchive.EntryCheck.NONE);
                PluginFolder.packClasses(folder);
                Files.delete(zip);
            }
        }
    }

    /** What the plugin in it says of itself; the first one, if there are several. */
    Optional<PluginDescriptor> descriptor() throws IOException {
        List<Path> folders;
        try (Stream<Path> tree = Files.walk(root, 3)) {
            folders =
                    tree.filter(file -> file.endsWith(PluginDescriptor.FILE))
                            .map(Path::getParent)
                            .sorted()
                            .toList();
        }
        for (Path folder : folders) {
            Optional<PluginDescriptor> found =
                    PluginDescriptor.inFolder(folder, String.valueOf(folder.getFileName()));
            if (found.isPresent()) {
                return found;
            }
        }
        for (Path jar : jars()) {
            Optional<PluginDescriptor> found = PluginDescriptor.inJar(jar);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
