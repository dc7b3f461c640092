package io.bulkhead.plugin.huggingface.settings;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import io.bulkhead.plugin.huggingface.json.JsonReader;
import io.bulkhead.plugin.huggingface.json.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runtime's own settings, MLServer's names. Immutable.
 *
 * @param task the pipeline's name; empty: told from the model
 * @param taskSuffix what follows {@code translation}, e.g. {@code _en_to_de}
 * @param pretrainedModel a folder, or a name on the hub; empty: the model's folder
 * @param pretrainedTokenizer the same for the tokenizer
 * @param revision a branch, a tag or a commit on the hub
 * @param optimumModel whether only ONNX files will do
 * @param device where to compute
 * @param batchSize how many texts go through the model at once
 * @param interOpThreads threads for branches of the graph
 * @param intraOpThreads threads for one operation
 * @param modelKwargs what transformers would hand to {@code from_pretrained}
 */
public record RuntimeSettings(
        String task,
        String taskSuffix,
        Optional<String> pretrainedModel,
        Optional<String> pretrainedTokenizer,
        Optional<String> revision,
        boolean optimumModel,
        Device device,
        int batchSize,
        OptionalInt interOpThreads,
        OptionalInt intraOpThreads,
        Map<String, Object> modelKwargs) {
    private static final int DEFAULT_BATCH = 16;
    private static final int MOST_THREADS = 1024;
    private static final Set<String> FRAMEWORKS = Set.of("pt", "tf", "onnx");

    /** Copies the map. */
    public RuntimeSettings {
        modelKwargs = Map.copyOf(modelKwargs);
    }

    /**
     * Reads them.
     *
     * @param values as {@link SettingSources} gives them; other names are not looked at
     * @throws ServingException {@code MODEL_LOAD_FAILED} if one is wrong
     */
    public static RuntimeSettings of(Map<String, Object> values) {
        text(values, "framework").ifPresent(RuntimeSettings::checkFramework);
        Map<String, Object> kwargs = object(values, "model_kwargs");
        return new RuntimeSettings(
                text(values, "task").orElse(""),
                text(values, "task_suffix").orElse(""),
                text(values, "pretrained_model"),
                text(values, "pretrained_tokenizer"),
                text(values, "revision").or(() -> text(kwargs, "revision")),
                flag(values, "optimum_model"),
                text(values, "device").map(Device::parse).orElse(Device.CPU),
                number(values, "batch_size", 1 << 16).orElse(DEFAULT_BATCH),
                number(values, "inter_op_threads", MOST_THREADS),
                number(values, "intra_op_threads", MOST_THREADS),
                kwargs);
    }

    private static void checkFramework(String framework) {
        if (!FRAMEWORKS.contains(framework)) {
            throw ServingException.loadFailed(
                    "framework must be pt, tf or onnx, found '" + framework + "'", null);
        }
    }

    /** The pipeline's name with the suffix that translation may have. */
    public String taskName() {
        return task.equals("translation") ? task + taskSuffix : task;
    }

    /** The ONNX file to open, if the settings name one. */
    public Optional<String> fileName() {
        return modelKwargs.get("file_name") instanceof String name
                ? Optional.of(name)
                : Optional.empty();
    }

    /** Who asks the hub, if the settings and not a variable say so. */
    public Optional<String> token() {
        return text(modelKwargs, "token").filter(t -> !Set.of("true", "false").contains(t));
    }

    /** Where the hub's files are kept, if the settings and not a variable say so. */
    public Optional<String> cacheFolder() {
        return text(modelKwargs, "cache_dir");
    }

    /** Whether the hub is not to be asked for this model. */
    public boolean localFilesOnly() {
        return flag(modelKwargs, "local_files_only");
    }

    private static Optional<Object> value(Map<String, Object> values, String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> value != JsonNull.NULL);
    }

    private static Optional<String> text(Map<String, Object> values, String name) {
        return value(values, name)
                .map(String::valueOf)
                .map(String::strip)
                .filter(t -> !t.isEmpty());
    }

    private static boolean flag(Map<String, Object> values, String name) {
        return text(values, name).map(text -> truth(name, text)).orElse(false);
    }

    /** As pydantic reads it. */
    static boolean truth(String name, String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on", "y", "t" -> true;
            case "false", "0", "no", "off", "n", "f", "" -> false;
            default ->
                    throw ServingException.loadFailed(
                            name + " must be true or false, found '" + text + "'", null);
        };
    }

    private static OptionalInt number(Map<String, Object> values, String name, int most) {
        Optional<String> text = text(values, name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= 1 && number <= most) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            throw wrongNumber(name, most, text.get(), e);
        }
        throw wrongNumber(name, most, text.get(), null);
    }

    private static ServingException wrongNumber(
            String name, int most, String found, @Nullable Throwable e) {
        return ServingException.loadFailed(
                name + " must be a number from 1 to " + most + ", found '" + found + "'", e);
    }

    private static Map<String, Object> object(Map<String, Object> values, String name) {
        Object value = value(values, name).orElse(Map.of());
        if (value instanceof String text) {
            value = parsed(name, text);
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw ServingException.loadFailed(name + " must be an object", null);
        }
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach(
                (key, element) -> {
                    if (element != null) {
                        named.put(String.valueOf(key), element);
                    }
                });
        return named;
    }

    private static Object parsed(String name, String text) {
        try {
            return JsonReader.read(text);
        } catch (MalformedJsonException e) {
            throw ServingException.loadFailed(name + " " + e.getMessage(), e);
        }
    }
}
