package io.bulkhead.host.config;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.host.config.ModelDefinition.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code model-settings.json}. What the file leaves out, {@code MLSERVER_MODEL_*} fills, as
 * in MLServer. Settings of ours that are not MLServer's are also taken from {@code
 * parameters.extra}, since orchestrators drop what they do not know elsewhere.
 */
public final class ModelSettingsReader {
    private static final Logger LOG = LoggerFactory.getLogger(ModelSettingsReader.class);
    private static final String PREFIX = "MLSERVER_MODEL_";

    // All of MLServer's, also those that change nothing here. Any name goes in 'parameters'.
    private static final Set<String> FIELDS =
            Set.of(
                    "name",
                    "platform",
                    "versions",
                    "inputs",
                    "outputs",
                    "parallel_workers",
                    "warm_workers",
                    "max_batch_size",
                    "max_batch_time",
                    "implementation",
                    "cache_enabled",
                    "parameters");

    private final Map<String, String> variables;
    private final UnknownFields unknownFields;

    /**
     * @param variables the environment, {@code .env} included
     */
    public ModelSettingsReader(Map<String, String> variables) {
        this(variables, LOG::warn);
    }

    ModelSettingsReader(Map<String, String> variables, Consumer<String> warnings) {
        this.unknownFields = new UnknownFields(FIELDS, warnings);
        Map<String, String> upper = new LinkedHashMap<>();
        variables.forEach((name, value) -> upper.put(name.toUpperCase(Locale.ROOT), value));
        this.variables = Map.copyOf(upper);
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
        unknownFields.report(document);
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
        if (!variables.containsKey(PREFIX + "IMPLEMENTATION")) {
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
        private final JsonNode root;
        private final Path folder;
        private final Origin origin;
        private final List<String> faults = new ArrayList<>();

        Reading(JsonDocument document, Path folder, Origin origin) {
            this.document = document;
            this.root = document.root();
            this.folder = folder;
            this.origin = origin;
        }

        ModelDefinition definition() {
            JsonNode parameters = object("/parameters");
            String implementation = text("/implementation", "IMPLEMENTATION").orElse("");
            if (implementation.isEmpty()) {
                faults.add(
                        document.label()
                                + ": 'implementation' is missing; name a runtime, e.g."
                                + " \"sklearn\"");
            }
            String name = text("/name", "NAME").filter(n -> !n.isEmpty()).orElse(folderName());
            String version = text("/parameters/version", "VERSION").orElse("");
            checkInteger("/max_batch_size");
            checkNumber("/max_batch_time");
            checkBoolean("/cache_enabled");
            ModelSettings settings =
                    new ModelSettings(
                            new ModelId(checkedName(name), version),
                            implementation,
                            text("/platform", "PLATFORM").orElse(""),
                            tensors("/inputs"),
                            tensors("/outputs"),
                            parameters(parameters));
            ModelDefinition definition =
                    new ModelDefinition(
                            settings,
                            texts("/versions"),
                            folder,
                            text("/parameters/uri", "URI"),
                            isolation(),
                            workers(),
                            ours("jvm_options").map(this::options).orElse(List.of()),
                            origin,
                            document.text());
            if (!faults.isEmpty()) {
                throw new SettingsException(faults);
            }
            return definition;
        }

        private String folderName() {
            Path name = folder.getFileName();
            return name == null ? "model" : name.toString();
        }

        private String checkedName(String name) {
            boolean control = name.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '/');
            if (control || name.length() > 255) {
                faults.add(
                        document.place("/name")
                                + ": a model's name has at most 255 characters, no '/' and no"
                                + " control characters");
            }
            return name;
        }

        private void wrong(String pointer, String wanted, JsonNode found) {
            faults.add(
                    document.place(pointer)
                            + ": '"
                            + pointer.substring(1).replace('/', '.')
                            + "': "
                            + wanted
                            + " is wanted, found "
                            + JsonDocument.kind(found));
        }

        private JsonNode object(String pointer) {
            JsonNode node = root.at(pointer);
            if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
                wrong(pointer, "an object", node);
            }
            return node;
        }

        private Optional<String> text(String pointer, String variable) {
            JsonNode node = root.at(pointer);
            if (node.isTextual()) {
                return Optional.of(node.textValue());
            }
            if (!node.isMissingNode() && !node.isNull()) {
                wrong(pointer, "text", node);
                return Optional.empty();
            }
            return Optional.ofNullable(variables.get(PREFIX + variable));
        }

        private void checkInteger(String pointer) {
            JsonNode node = root.at(pointer);
            boolean legal =
                    node.isMissingNode()
                            || node.isIntegralNumber()
                            || (node.isTextual() && node.textValue().matches("-?\\d{1,9}"));
            if (!legal) {
                wrong(pointer, "an integer", node);
            }
        }

        private void checkNumber(String pointer) {
            JsonNode node = root.at(pointer);
            boolean legal =
                    node.isMissingNode()
                            || node.isNumber()
                            || (node.isTextual() && node.textValue().matches("\\d+(\\.\\d*)?"));
            if (!legal) {
                wrong(pointer, "a number", node);
            }
        }

        private void checkBoolean(String pointer) {
            JsonNode node = root.at(pointer);
            if (!node.isMissingNode() && !node.isBoolean()) {
                wrong(pointer, "true or false", node);
            }
        }

        private List<String> texts(String pointer) {
            JsonNode node = root.at(pointer);
            if (node.isMissingNode() || node.isNull()) {
                return List.of();
            }
            List<String> values = new ArrayList<>();
            boolean legal = node.isArray();
            for (JsonNode element : node) {
                legal &= element.isTextual();
                values.add(element.asText());
            }
            if (!legal) {
                wrong(pointer, "a list of texts", node);
            }
            return values;
        }

        private List<TensorMetadata> tensors(String pointer) {
            JsonNode node = root.at(pointer);
            if (node.isMissingNode() || node.isNull()) {
                return List.of();
            }
            if (!node.isArray()) {
                wrong(pointer, "a list", node);
                return List.of();
            }
            List<TensorMetadata> tensors = new ArrayList<>();
            for (int i = 0; i < node.size(); i++) {
                TensorMetadata tensor = tensor(pointer + "/" + i, node.get(i));
                if (tensor != null) {
                    tensors.add(tensor);
                }
            }
            return tensors;
        }

        private @Nullable TensorMetadata tensor(String pointer, JsonNode node) {
            JsonNode name = node.path("name");
            JsonNode datatype = node.path("datatype");
            JsonNode shape = node.path("shape");
            if (!node.isObject() || !name.isTextual()) {
                wrong(pointer, "a tensor with name, datatype and shape", node);
                return null;
            }
            Optional<Datatype> known = Datatype.named(datatype.asText());
            if (known.isEmpty()) {
                wrong(pointer + "/datatype", "one of " + Datatype.names(), datatype);
            }
            Optional<Shape> dimensions = shape(shape);
            if (dimensions.isEmpty()) {
                wrong(pointer + "/shape", "a list of integers, -1 for any size,", shape);
            }
            if (dimensions.isEmpty() || known.isEmpty()) {
                return null;
            }
            return new TensorMetadata(
                    name.textValue(),
                    known.get(),
                    dimensions.get(),
                    parameters(node.path("parameters")));
        }

        private Optional<Shape> shape(JsonNode node) {
            if (!node.isArray()) {
                return Optional.empty();
            }
            long[] dimensions = new long[node.size()];
            for (int i = 0; i < dimensions.length; i++) {
                JsonNode dimension = node.get(i);
                boolean legal = dimension.isIntegralNumber() && dimension.canConvertToLong();
                if (!legal || dimension.longValue() < Shape.ANY) {
                    return Optional.empty();
                }
                dimensions[i] = dimension.longValue();
            }
            return Optional.of(Shape.of(dimensions));
        }

        private Parameters parameters(JsonNode node) {
            return JsonValues.parameters(node);
        }

        /** A setting of ours: in {@code parameters}, or in {@code parameters.extra}. */
        private Optional<JsonNode> ours(String name) {
            JsonNode direct = root.at("/parameters/" + name);
            JsonNode extra = root.at("/parameters/extra/" + name);
            JsonNode found = direct.isMissingNode() ? extra : direct;
            return found.isMissingNode() || found.isNull() ? Optional.empty() : Optional.of(found);
        }

        private Optional<Isolation> isolation() {
            return ours("isolation").flatMap(this::isolation);
        }

        private Optional<Isolation> isolation(JsonNode node) {
            return switch (node.asText()) {
                case "classloader" -> Optional.of(Isolation.CLASSLOADER);
                case "process" -> Optional.of(Isolation.PROCESS);
                default -> {
                    wrong("/parameters/isolation", "\"classloader\" or \"process\"", node);
                    yield Optional.empty();
                }
            };
        }

        private Optional<Integer> workers() {
            checkInteger("/parallel_workers");
            JsonNode node = root.at("/parallel_workers");
            return node.isIntegralNumber()
                    ? Optional.of(Math.max(1, node.intValue()))
                    : Optional.empty();
        }

        private List<String> options(JsonNode node) {
            if (node.isTextual()) {
                return List.of(node.textValue().strip().split("\\s+"));
            }
            List<String> values = new ArrayList<>();
            boolean legal = node.isArray();
            for (JsonNode element : node) {
                legal &= element.isTextual();
                values.add(element.asText());
            }
            if (!legal) {
                wrong("/parameters/jvm_options", "a list of texts", node);
            }
            return values;
        }
    }
}
