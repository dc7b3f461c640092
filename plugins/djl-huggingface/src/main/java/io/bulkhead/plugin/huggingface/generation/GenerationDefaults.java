package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the folder says about generation: {@code generation_config.json}, or {@code config.json} in
 * old folders, and {@code task_specific_params} of the task. Immutable.
 */
public final class GenerationDefaults {
    private final Map<String, Object> values;
    private final String prefix;

    private GenerationDefaults(Map<String, Object> values, String prefix) {
        this.values = values;
        this.prefix = prefix;
    }

    /**
     * Those of a folder.
     *
     * @param task with the suffix that translation may have
     */
    public static GenerationDefaults of(ModelFolder folder, String task) {
        Map<String, Object> specific =
                folder.config().json().object("task_specific_params").object(task).asMap();
        Map<String, Object> values = new LinkedHashMap<>(folder.config().json().asMap());
        values.keySet().retainAll(GenerationSettings.NAMES);
        values.putAll(folder.configuration("generation_config.json").asMap());
        values.putAll(specific);
        Object prefix =
                specific.containsKey("prefix")
                        ? specific.get("prefix")
                        : folder.config().json().get("prefix").orElse("");
        return new GenerationDefaults(
                Map.copyOf(values), prefix instanceof String text ? text : "");
    }

    /** What is put before each text. */
    public String prefix() {
        return prefix;
    }

    /** A value as the files have it. */
    public Optional<Object> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> value != JsonNull.NULL);
    }
}
