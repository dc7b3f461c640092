package io.bulkhead.host.config;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.config.ModelDefinition.Origin;
import io.bulkhead.host.config.ModelSettingKey.Level;
import io.bulkhead.host.config.ModelSettingSources.Found;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code model-settings.json}. What the file leaves out, {@code MLSERVER_MODEL_*} fills, as
 * in MLServer. All but what says which model it is may also stand in {@code parameters.extra},
 * since orchestrators drop what they do not know elsewhere.
 */
public final class ModelSettingsReader {
    private static final Logger LOG = LoggerFactory.getLogger(ModelSettingsReader.class);
    private static final long MOST_LOAD_SECONDS = 86_400;
    private static final long LEAST_MEMORY = 16 << 20;

    private final Map<String, String> variables;
    private final ModelFieldWarnings warnings;

    /**
     * @param variables the environment, {@code .env} included
     */
    public ModelSettingsReader(Map<String, String> variables) {
        this(variables, LOG::warn);
    }

    ModelSettingsReader(Map<String, String> variables, Consumer<String> warnings) {
        this.warnings = new ModelFieldWarnings(warnings);
        this.variables = inCapitals(variables);
    }

    /** Variables by their names in capitals: their case does not matter to MLServer. */
    static Map<String, String> inCapitals(Map<String, String> variables) {
        Map<String, String> upper = new LinkedHashMap<>();
        variables.forEach((name, value) -> upper.put(name.toUpperCase(Locale.ROOT), value));
        return Map.copyOf(upper);
    }

    /**
     * Reads one file.
     *
     * @param file a {@code model-settings.json}
     * @param label how messages call it
     * @throws SettingsException with all faults, each with line and column
     */
    public ModelDefinition read(Path file, String label) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new SettingsException(List.of(label + ": not in a folder"));
        }
        JsonDocument document = JsonDocument.read(file, label);
        warnings.report(document);
        return new Reading(document, folder, Origin.FILE).definition();
    }

    /**
     * The definition of a folder without settings.
     *
     * @param runtime what its artefact was recognised as
     */
    public ModelDefinition undeclared(Path folder, String name, String runtime, String artifact) {
        String text =
                "{\"name\":\""
                        + jsonText(name)
                        + "\",\"implementation\":\""
                        + jsonText(runtime)
                        + "\",\"parameters\":{\"uri\":\"./"
                        + jsonText(artifact)
                        + "\"}}";
        return new Reading(JsonDocument.parse(name, text), folder, Origin.ARTIFACT).definition();
    }

    /** The model that the environment alone declares, if it names an implementation. */
    public Optional<ModelDefinition> ofEnvironment(Path folder) {
        if (!variables.containsKey(ModelSettingKey.IMPLEMENTATION.variable())) {
            return Optional.empty();
        }
        return Optional.of(
                new Reading(JsonDocument.parse("environment", "{}"), folder, Origin.ENVIRONMENT)
                        .definition());
    }

    private static String jsonText(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    /** The state of reading one file. */
    private final class Reading {
        private final JsonDocument document;
        private final Path folder;
        private final Origin origin;
        private final ModelSettingSources sources;
        private final ModelSettingValues values;
        private final TensorDeclarations tensors;

        Reading(JsonDocument document, Path folder, Origin origin) {
            this.document = document;
            this.folder = folder;
            this.origin = origin;
            this.sources = new ModelSettingSources(document, variables, origin);
            this.values = new ModelSettingValues(sources);
            this.tensors =
                    new TensorDeclarations(
                            values, name -> document.place("/" + name.replace('.', '/')));
        }

        private Optional<String> nonEmpty(ModelSettingKey key) {
            return values.text(key).filter(text -> !text.isEmpty());
        }

        private EnvironmentRequest environment() {
            EnvironmentRequest request =
                    new EnvironmentRequest(
                            nonEmpty(ModelSettingKey.ENVIRONMENT_TARBALL),
                            nonEmpty(ModelSettingKey.ENVIRONMENT_PATH),
                            values.texts(ModelSettingKey.DEPENDENCIES),
                            nonEmpty(ModelSettingKey.JAVA_HOME),
                            nonEmpty(ModelSettingKey.PYTHON),
                            values.legal(ModelSettingKey.RUNTIME)
                                    .map(found -> language(found.value().asText())));
            if (request.ways() > 1) {
                values.fault(
                        document.label()
                                + ": one of 'environment_tarball', 'environment_path' and"
                                + " 'dependencies' is wanted, found several");
            }
            return request;
        }

        ModelDefinition definition() {
            values.legal(ModelSettingKey.PARAMETERS);
            values.legal(ModelSettingKey.EXTRA);
            String implementation = implementation();
            checkWithoutEffect();
            ModelSettings settings =
                    new ModelSettings(
                            new ModelId(name(), values.text(ModelSettingKey.VERSION).orElse("")),
                            implementation,
                            values.text(ModelSettingKey.PLATFORM).orElse(""),
                            tensors.read(ModelSettingKey.INPUTS),
                            tensors.read(ModelSettingKey.OUTPUTS),
                            parameters());
            ModelDefinition definition =
                    new ModelDefinition(
                            settings,
                            values.texts(ModelSettingKey.VERSIONS),
                            folder,
                            values.text(ModelSettingKey.URI),
                            values.legal(ModelSettingKey.ISOLATION).map(this::isolation),
                            values.integer(ModelSettingKey.PARALLEL_WORKERS)
                                    .map(workers -> Math.max(1, workers)),
                            child(),
                            schedule(),
                            origin,
                            environment(),
                            document.text());
            if (!values.faults().isEmpty()) {
                throw new SettingsException(values.faults());
            }
            return definition;
        }

        private static EnvironmentRequest.Language language(String text) {
            return EnvironmentRequest.Language.valueOf(text.toUpperCase(Locale.ROOT));
        }

        private ChildOptions child() {
            Map<String, String> variables = new LinkedHashMap<>();
            values.legal(ModelSettingKey.ENVIRONMENT_VARIABLES)
                    .ifPresent(
                            found ->
                                    found.value()
                                            .properties()
                                            .forEach(
                                                    variable ->
                                                            variables.put(
                                                                    variable.getKey(),
                                                                    variable.getValue().asText())));
            return new ChildOptions(
                    values.texts(ModelSettingKey.JVM_OPTIONS),
                    variables,
                    values.count(ModelSettingKey.MEMORY_LIMIT_BYTES, LEAST_MEMORY, Long.MAX_VALUE)
                            .map(OptionalLong::of)
                            .orElse(OptionalLong.empty()),
                    nonEmpty(ModelSettingKey.INFERENCE_POOL_GID),
                    values.count(ModelSettingKey.LOAD_TIMEOUT_SECONDS, 1, MOST_LOAD_SECONDS)
                            .map(Duration::ofSeconds));
        }

        private String implementation() {
            String implementation = values.text(ModelSettingKey.IMPLEMENTATION).orElse("");
            if (implementation.isEmpty()) {
                values.fault(
                        document.label()
                                + ": 'implementation' is missing; name a runtime, e.g."
                                + " \"sklearn\"");
            }
            return implementation;
        }

        private String name() {
            String name =
                    values.text(ModelSettingKey.NAME)
                            .filter(text -> !text.isEmpty())
                            .orElse(folderName());
            boolean control = name.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '/');
            if (control || name.length() > 255) {
                values.fault(
                        document.place("/name")
                                + ": a model's name has at most 255 characters, no '/' and no"
                                + " control characters");
            }
            return name;
        }

        private String folderName() {
            Path name = folder.getFileName();
            return name == null ? "model" : name.toString();
        }

        private void checkWithoutEffect() {
            ModelSettingKey.withoutEffect().forEach(this::checkWithoutEffect);
        }

        /** Only a parameter may be null, as MLServer has it. */
        private void checkWithoutEffect(ModelSettingKey key) {
            JsonNode node = document.root().at(key.pointer());
            if (node.isNull() && key.level() == Level.TOP) {
                values.wrong(
                        new Found(node, key.shownName(), document.place(key.pointer())),
                        key.type().wanted());
            } else {
                values.legal(key);
            }
        }

        /** With the content type, which may stand in other places, too. */
        private Parameters parameters() {
            ObjectNode parameters = sources.parameters();
            values.text(ModelSettingKey.CONTENT_TYPE)
                    .ifPresent(type -> parameters.put("content_type", type));
            return JsonValues.parameters(parameters);
        }

        private SchedulePolicy schedule() {
            SchedulePolicy standard = SchedulePolicy.standard();
            int levels =
                    values.count(ModelSettingKey.PRIORITY_LEVELS, 1, SchedulePolicy.MOST_LEVELS)
                            .map(Math::toIntExact)
                            .orElse(standard.priorityLevels());
            return new SchedulePolicy(
                    values.count(
                                    ModelSettingKey.DEFAULT_TIMEOUT_MICROSECONDS,
                                    0,
                                    SchedulePolicy.MOST_TIMEOUT_MICROS)
                            .map(micros -> Duration.of(micros, ChronoUnit.MICROS)),
                    levels,
                    values.count(ModelSettingKey.DEFAULT_PRIORITY_LEVEL, 1, levels)
                            .map(Math::toIntExact)
                            .orElse(SchedulePolicy.middleOf(levels)),
                    values.count(ModelSettingKey.MAX_QUEUE_SIZE, 1, SchedulePolicy.MOST_WAITING)
                            .map(Math::toIntExact)
                            .orElse(standard.maxQueueSize()));
        }

        private Isolation isolation(Found found) {
            return found.value().asText().equals("process")
                    ? Isolation.PROCESS
                    : Isolation.CLASSLOADER;
        }
    }
}
