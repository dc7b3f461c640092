package io.bulkhead.plugin.huggingface.folder;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder that {@code save_pretrained} wrote: its configurations, and where its files are. */
public final class ModelFolder {
    private static final String CONFIG = "config.json";

    private final Path root;
    private final ModelConfig config;

    private ModelFolder(Path root, ModelConfig config) {
        this.root = root;
        this.config = config;
    }

    /**
     * Reads {@code config.json}.
     *
     * @param path the folder, or a file in it
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none, or it is none
     */
    public static ModelFolder open(Path path) {
        Path root = Files.isRegularFile(path) ? path.toAbsolutePath().getParent() : path;
        if (root == null || !Files.isRegularFile(root.resolve(CONFIG))) {
            throw ServingException.loadFailed(
                    "model folder has no config.json, as save_pretrained writes it", null);
        }
        return new ModelFolder(
                root, new ModelConfig(JsonObject.parse(CONFIG, text(root.resolve(CONFIG)))));
    }

    /** {@code config.json}. */
    public ModelConfig config() {
        return config;
    }

    /** What the folder is called. */
    public String name() {
        Path name = root.toAbsolutePath().normalize().getFileName();
        return name == null ? "" : name.toString();
    }

    /** Another configuration; one without members if there is no such file. */
    public JsonObject configuration(String name) {
        return file(name)
                .map(path -> JsonObject.parse(name, text(path)))
                .orElseGet(() -> JsonObject.empty(name));
    }

    /** The first of these files that is there; names may lead into folders. */
    public Optional<Path> file(String... names) {
        return Stream.of(names).map(root::resolve).filter(Files::isRegularFile).findFirst();
    }

    /** The names of the files of this ending in the folder and in its folder {@code onnx}. */
    public List<String> files(String ending) {
        List<String> names = new ArrayList<>();
        for (Path place : List.of(root, root.resolve("onnx"))) {
            if (Files.isDirectory(place)) {
                addFiles(place, ending, names);
            }
        }
        return List.copyOf(names);
    }

    private void addFiles(Path place, String ending, List<String> names) {
        try (Stream<Path> files = Files.list(place)) {
            files.map(path -> root.relativize(path).toString())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .forEach(names::add);
        } catch (IOException e) {
            throw ServingException.loadFailed("model folder cannot be read", e);
        }
    }

    /** The text of a file in this folder. */
    public static String text(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw ServingException.loadFailed(name + " is no text in UTF-8", e);
        } catch (IOException e) {
            throw ServingException.loadFailed(name + " cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return "folder of a " + config.modelType();
    }
}
