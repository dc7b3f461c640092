package io.bulkhead.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.host.config.ModelSettingKey.Level;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Warns of fields of a {@code model-settings.json} that nobody reads, which are misspelt or in the
 * wrong place more often than not, and of those without an effect. They are no fault: MLServer
 * takes them. Files are read again for every index, so one text is reported once.
 */
final class ModelFieldWarnings {
    private static final int MAX_REPORTED = 1024;
    private static final Set<String> OF_TENSORS =
            Set.of("name", "datatype", "shape", "parameters", "tags");

    private final Consumer<String> warnings;
    private final Set<Reported> reported = new LinkedHashSet<>();

    ModelFieldWarnings(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /** Warns of all fields of a text that was not seen before. */
    void report(JsonDocument document) {
        if (isNew(document)) {
            warningsOf(document).forEach(warnings);
        }
    }

    private static List<String> warningsOf(JsonDocument document) {
        List<String> found = new ArrayList<>();
        JsonNode root = document.root();
        names(root).forEach(name -> topLevel(document, name).ifPresent(found::add));
        names(root.path("parameters"))
                .forEach(name -> parameter(document, name).ifPresent(found::add));
        for (String list : List.of("inputs", "outputs")) {
            for (int i = 0; i < root.path(list).size(); i++) {
                String tensor = "/" + list + "/" + i + "/";
                names(root.path(list).path(i)).stream()
                        .filter(name -> !OF_TENSORS.contains(name))
                        .map(name -> unknown(document, tensor, name, OF_TENSORS))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static Optional<String> topLevel(JsonDocument document, String name) {
        Optional<ModelSettingKey> known = ModelSettingKey.named(name, Level.TOP);
        if (known.isPresent()) {
            return withoutEffect(document, known.get());
        }
        if (ModelSettingKey.named(name, Level.PARAMETERS).isPresent()) {
            return Optional.of(
                    place(document, "/", name)
                            + ": '"
                            + name
                            + "' is not read here; it belongs in 'parameters'");
        }
        return Optional.of(unknown(document, "/", name, names(Level.TOP)));
    }

    /** Any name is legal here, so one is only taken for misspelt if it is nearly a known one. */
    private static Optional<String> parameter(JsonDocument document, String name) {
        Optional<ModelSettingKey> known = ModelSettingKey.named(name, Level.PARAMETERS);
        if (known.isPresent()) {
            return withoutEffect(document, known.get());
        }
        String hint = NearestName.closeHint(name, names(Level.PARAMETERS));
        return hint.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        place(document, "/parameters/", name)
                                + ": unknown field 'parameters."
                                + name
                                + "'"
                                + hint);
    }

    private static Optional<String> withoutEffect(JsonDocument document, ModelSettingKey key) {
        JsonNode value = document.root().at(key.pointer());
        boolean asByDefault = value.isNull() || value.asText().equals(key.defaultValue());
        boolean off = value.isNumber() && value.doubleValue() <= (value.isInt() ? 1 : 0);
        if (key.effect() != ModelSettingKey.Effect.NONE || asByDefault || off) {
            return Optional.empty();
        }
        return Optional.of(
                document.place(key.pointer())
                        + ": '"
                        + key.shownName()
                        + "' has no effect: "
                        + key.doc());
    }

    private static String unknown(
            JsonDocument document, String parent, String name, Set<String> known) {
        return place(document, parent, name)
                + ": unknown field '"
                + name
                + "'"
                + NearestName.hint(name, known);
    }

    private static String place(JsonDocument document, String parent, String name) {
        return document.place(parent + name.replace("~", "~0").replace("/", "~1"));
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(field -> field.getKey()).toList();
    }

    private static Set<String> names(Level level) {
        return Stream.concat(
                        ModelSettingKey.working().stream(),
                        ModelSettingKey.withoutEffect().stream())
                .filter(key -> key.level() == level)
                .map(ModelSettingKey::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean isNew(JsonDocument document) {
        synchronized (reported) {
            if (!reported.add(new Reported(document.label(), document.text().hashCode()))) {
                return false;
            }
            if (reported.size() > MAX_REPORTED) {
                Iterator<Reported> oldest = reported.iterator();
                oldest.next();
                oldest.remove();
            }
            return true;
        }
    }

    private record Reported(String label, int textHash) {}
}
