package io.bulkhead.plugin.mllib.format;

import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.parquet.MalformedParquetException;
import io.bulkhead.plugin.mllib.parquet.ParquetFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One folder that Spark saved a model, a stage or a pipeline to. */
public final class SavedStage {
    private static final int LARGEST_METADATA = 64 << 20;
    private static final int MOST_PARTS = 10_000;

    private final Path folder;
    private final Map<String, @Nullable Object> metadata;
    private final String className;
    private final String sparkVersion;
    private final Params params;

    private SavedStage(Path folder, Map<String, @Nullable Object> metadata) throws IOException {
        this.folder = folder;
        this.metadata = metadata;
        if (!(metadata.get("class") instanceof String name)) {
            throw new MalformedModelException("its metadata names no class");
        }
        this.className = name;
        this.sparkVersion = versionOf();
        this.params =
                Params.of(simpleName(name), objectOf("defaultParamMap"), objectOf("paramMap"));
    }

    /** Whether the folder looks like one. */
    public static boolean looksLikeModel(Path folder) {
        return Files.isDirectory(folder.resolve("metadata"));
    }

    /**
     * Reads the metadata; data is read when asked for.
     *
     * @throws MalformedModelException if it is no such folder
     * @throws IOException if it cannot be read
     */
    public static SavedStage open(Path folder) throws IOException {
        if (!looksLikeModel(folder)) {
            throw new MalformedModelException("a folder with 'metadata' in it is wanted");
        }
        for (Path part : parts(folder.resolve("metadata"))) {
            String text = textOf(part);
            if (!text.isBlank()) {
                return new SavedStage(folder, Json.object(text));
            }
        }
        throw new MalformedModelException("its metadata is missing");
    }

    private static String textOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_METADATA + 1);
            if (bytes.length > LARGEST_METADATA) {
                throw new MalformedModelException("its metadata has more than 64 MiB");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Files {@code part-*} as a job of Spark writes them, in order. */
    private static List<Path> parts(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> parts =
                    files.filter(file -> file.getFileName().toString().startsWith("part-"))
                            .sorted()
                            .limit(MOST_PARTS + 1L)
                            .toList();
            if (parts.size() > MOST_PARTS) {
                throw new MalformedModelException("more than " + MOST_PARTS + " parts");
            }
            return parts;
        }
    }

    public String className() {
        return className;
    }

    /** The class without its package: {@code LogisticRegressionModel}. */
    public String kind() {
        return simpleName(className);
    }

    /** The name that Spark gave the stage; empty for models of the older interface. */
    public String uid() {
        return metadata.get("uid") instanceof String uid ? uid : "";
    }

    public Params params() {
        return params;
    }

    /** The version of Spark that wrote it, as its metadata or else its data says; empty if none. */
    public String sparkVersion() {
        return sparkVersion;
    }

    private String versionOf() throws IOException {
        if (metadata.get("sparkVersion") instanceof String version) {
            return version;
        }
        for (Path part : parts(folder.resolve("data"))) {
            Optional<String> version = ParquetFile.sparkVersion(part);
            if (version.isPresent()) {
                return version.get();
            }
        }
        return "";
    }

    /** Spark's major version; 2 if it is not told. */
    public int majorVersion() {
        return versionPart(0, 2);
    }

    /**
     * Whether a version before 2.4 wrote it, whose stages knew less of what is missing or large.
     */
    public boolean isBefore24() {
        return majorVersion() < 2 || (majorVersion() == 2 && versionPart(1, 4) < 4);
    }

    private int versionPart(int index, int missing) {
        String[] parts = sparkVersion().split("\\.", -1);
        try {
            return parts.length < 2 ? missing : Integer.parseInt(parts[index]);
        } catch (NumberFormatException unusual) {
            return missing;
        }
    }

    /** A field of the metadata beside the parameters. */
    public Optional<Object> extra(String name) {
        return Optional.ofNullable(metadata.get(name));
    }

    /** An object in the metadata; empty if there is none. */
    public Map<?, ?> objectOf(String name) {
        return metadata.get(name) instanceof Map<?, ?> object ? object : Map.of();
    }

    /** The rows of {@code data}. */
    public List<Group> data() throws IOException {
        return rows("data");
    }

    /** The one row of {@code data}. */
    public Group row() throws IOException {
        List<Group> rows = data();
        if (rows.size() != 1) {
            throw new MalformedModelException(
                    kind() + ": one row of data is wanted, found " + rows.size());
        }
        return rows.get(0);
    }

    /** The rows in all parts of a folder of Parquet files. */
    public List<Group> rows(String name) throws IOException {
        List<Group> rows = new ArrayList<>();
        List<Path> parts = parts(folder.resolve(name));
        for (Path part : parts) {
            try {
                rows.addAll(ParquetFile.read(part));
            } catch (MalformedParquetException broken) {
                throw new MalformedModelException(
                        kind() + ": '" + name + "' cannot be read: " + broken.getMessage(), broken);
            }
        }
        if (parts.isEmpty()) {
            throw new MalformedModelException(kind() + ": folder '" + name + "' is missing");
        }
        return rows;
    }

    /** Another model in this one's folder. */
    public SavedStage child(String name) throws IOException {
        Path child = folder.resolve(name);
        if (!child.normalize().startsWith(folder.normalize())) {
            throw new MalformedModelException("'" + name + "' is not in its folder");
        }
        return open(child);
    }

    /** The names of the folders in a folder of this one. */
    public List<String> folders(String name) throws IOException {
        Path parent = folder.resolve(name);
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(Files::isDirectory)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
