package io.bulkhead.plugin.huggingface.weights;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The weights of a folder by name, of one file or of several with an index. Immutable. */
public final class WeightFiles {
    private static final String FILE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Map<String, Weight> weights;

    private WeightFiles(Map<String, Weight> weights) {
        this.weights = weights;
    }

    /** Whether a folder has weights that can be read here. */
    public static boolean in(ModelFolder folder) {
        return folder.file(FILE, INDEX).isPresent();
    }

    /**
     * Maps the weights of a folder.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there are none, or a file is damaged
     */
    public static WeightFiles open(ModelFolder folder) {
        Optional<Path> file = folder.file(FILE);
        if (file.isPresent()) {
            return new WeightFiles(SafetensorsFile.read(file.get()));
        }
        if (folder.file(INDEX).isEmpty()) {
            throw ServingException.loadFailed(missing(folder), null);
        }
        return new WeightFiles(indexed(folder));
    }

    private static String missing(ModelFolder folder) {
        boolean pickled = !folder.files(".bin").isEmpty() || !folder.files(".pt").isEmpty();
        return "model folder has neither ONNX files nor model.safetensors"
                + (pickled
                        ? ", only pickled weights; save them with safe_serialization=True, or"
                                + " export the model with optimum"
                        : "");
    }

    private static Map<String, Weight> indexed(ModelFolder folder) {
        JsonObject map = folder.configuration(INDEX).object("weight_map");
        TreeSet<String> names = new TreeSet<>();
        map.asMap().values().forEach(name -> names.add(String.valueOf(name)));
        Map<String, Weight> all = new LinkedHashMap<>();
        for (String name : names) {
            Path part =
                    folder.file(name)
                            .orElseThrow(
                                    () ->
                                            ServingException.loadFailed(
                                                    INDEX
                                                            + " names '"
                                                            + name
                                                            + "', which is missing",
                                                    null));
            all.putAll(SafetensorsFile.read(part));
        }
        return all;
    }

    /** The weight of this name; empty if there is none. */
    public Optional<Weight> find(String name) {
        return Optional.ofNullable(weights.get(name));
    }

    /** Whether there is a weight of this name. */
    public boolean has(String name) {
        return weights.containsKey(name);
    }

    /** The bytes of all weights together. */
    public long byteCount() {
        return weights.values().stream().mapToLong(weight -> weight.bytes().remaining()).sum();
    }
}
