package io.bulkhead.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.host.config.ModelDefinition.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells of each of a model's settings which value is in force, and where that comes from. */
public final class EffectiveSettings {
    private static final String LABEL = "model-settings.json";
    private static final String PREFIX = "MLSERVER_MODEL_";
    private static final String DEFAULT = "default";

    /** Parameters that have a line of their own. */
    private static final Set<String> TOLD =
            Set.of("uri", "version", "content_type", "isolation", "jvm_options", "extra");

    private final Set<String> variables;
    private final int serverWorkers;

    /**
     * @param variables the environment, {@code .env} included
     * @param serverWorkers {@code parallel_workers} of the server
     */
    public EffectiveSettings(Map<String, String> variables, int serverWorkers) {
        this.variables =
                variables.keySet().stream()
                        .map(name -> name.toUpperCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        this.serverWorkers = serverWorkers;
    }

    /**
     * The settings of a model, the undeclared ones too.
     *
     * @param isolation what it got, which may differ from what it asked for
     */
    public List<EffectiveSetting> of(ModelDefinition model, Isolation isolation) {
        Listing listing = new Listing(model);
        listing.general();
        listing.parameters();
        listing.isolation(isolation);
        listing.others("parameters.", "/parameters/", model.settings().parameters().asMap());
        listing.others("parameters.extra.", "/parameters/extra/", model.settings().extra().asMap());
        return List.copyOf(listing.settings);
    }

    /** The settings of one model, one after the other. */
    private final class Listing {
        private final ModelDefinition model;
        private final JsonDocument document;
        private final List<EffectiveSetting> settings = new ArrayList<>();

        Listing(ModelDefinition model) {
            this.model = model;
            this.document = JsonDocument.parse(LABEL, model.declaration());
        }

        void general() {
            boolean named = !document.root().path("name").asText().isEmpty();
            String name = model.id().name();
            add("name", name, named ? source("/name", "NAME", "") : nameless());
            String implementation = model.settings().implementation();
            add("implementation", implementation, source("/implementation", "IMPLEMENTATION", ""));
            add("platform", model.settings().platform(), source("/platform", "PLATFORM", DEFAULT));
            add("versions", model.versions(), source("/versions"));
            add("inputs", names(model.settings().inputs()), source("/inputs"));
            add("outputs", names(model.settings().outputs()), source("/outputs"));
            String workers =
                    model.workers().isPresent()
                            ? source("/parallel_workers")
                            : "the server's parallel_workers";
            add("parallel_workers", (long) model.workers().orElse(serverWorkers), workers);
        }

        private String nameless() {
            boolean missing = document.root().path("name").isMissingNode();
            return source(missing ? "/name" : "/", "NAME", "the folder's name");
        }

        void parameters() {
            String version = model.id().version();
            add("parameters.version", version, source("/parameters/version", "VERSION", DEFAULT));
            String folder = "default: the model's folder";
            add(
                    "parameters.uri",
                    model.uri().orElse("."),
                    source("/parameters/uri", "URI", folder));
            String contentType = model.settings().parameters().contentType();
            String runtime = contentType.isEmpty() ? "default: the runtime's" : DEFAULT;
            String source = present("/parameters/content_type").orElse(runtime);
            add("parameters.content_type", contentType, source);
            add("parameters.jvm_options", model.jvmOptions(), ours("jvm_options").orElse(DEFAULT));
        }

        void isolation(Isolation got) {
            Optional<String> place = ours("isolation");
            boolean overruled = model.isolation().isPresent() && model.isolation().get() != got;
            String asked = place.orElse("default: the runtime's");
            add(
                    "parameters.isolation",
                    got.name().toLowerCase(Locale.ROOT),
                    overruled ? asked + ", overruled: see placement" : asked);
        }

        void others(String prefix, String pointer, Map<String, Object> parameters) {
            parameters.forEach(
                    (name, value) -> {
                        if (!TOLD.contains(name)) {
                            add(prefix + name, value, source(pointer + escaped(name)));
                        }
                    });
        }

        private void add(String name, Object value, String source) {
            settings.add(new EffectiveSetting(name, value, source));
        }

        private Optional<String> ours(String name) {
            return present("/parameters/" + name).or(() -> present("/parameters/extra/" + name));
        }

        private String source(String pointer) {
            return present(pointer).orElse(DEFAULT);
        }

        private String source(String pointer, String variable, String otherwise) {
            Optional<String> place = present(pointer);
            if (place.isEmpty() && variables.contains(PREFIX + variable)) {
                return PREFIX + variable + " in the environment or .env";
            }
            return place.orElse(otherwise);
        }

        /** Where the declaration has this value; empty if it does not. */
        private Optional<String> present(String pointer) {
            JsonNode node = document.root().at(pointer);
            if (node.isMissingNode() || node.isNull()) {
                return Optional.empty();
            }
            return Optional.of(
                    model.origin() == Origin.FILE
                            ? document.place(pointer)
                            : "recognised by the artefact in the folder");
        }
    }

    private static List<String> names(List<TensorMetadata> tensors) {
        return tensors.stream().map(TensorMetadata::name).toList();
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
