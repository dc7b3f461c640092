package io.bulkhead.host.config;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.host.config.ModelSettingSources.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Tells of each of a model's settings which value is in force, and where that comes from. */
public final class EffectiveSettings {
    private static final String LABEL = "model-settings.json";
    private static final String VARIABLE =
            "MLSERVER_MODEL_PARAMETERS or MLSERVER_MODEL_EXTRA in the environment or .env";
    private static final String DEFAULT = "default";

    private final Map<String, String> variables;
    private final int serverWorkers;
    private final Duration serverTimeout;

    /**
     * @param variables the environment, {@code .env} included
     * @param serverWorkers {@code parallel_workers} of the server
     * @param serverTimeout {@code default_timeout_microseconds} of the server
     */
    public EffectiveSettings(
            Map<String, String> variables, int serverWorkers, Duration serverTimeout) {
        this.variables = ModelSettingsReader.inCapitals(variables);
        this.serverWorkers = serverWorkers;
        this.serverTimeout = serverTimeout;
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
        listing.schedule();
        ModelSettingKey.withoutEffect().forEach(listing::withoutEffect);
        listing.told.add(ModelSettingKey.EXTRA.pointer());
        listing.others("parameters.", "/parameters/", model.settings().parameters().asMap());
        listing.others("parameters.extra.", "/parameters/extra/", model.settings().extra().asMap());
        return List.copyOf(listing.settings);
    }

    /** The settings of one model, one after the other. */
    private final class Listing {
        private final ModelDefinition model;
        private final ModelSettingSources sources;
        private final Set<String> told = new HashSet<>();
        private final List<EffectiveSetting> settings = new ArrayList<>();

        Listing(ModelDefinition model) {
            this.model = model;
            JsonDocument document = JsonDocument.parse(LABEL, model.declaration());
            this.sources = new ModelSettingSources(document, variables, model.origin());
        }

        void general() {
            String nameless =
                    sources.find(ModelSettingKey.NAME)
                                    .filter(found -> !found.value().asText().isEmpty())
                                    .isPresent()
                            ? ""
                            : "the folder's name";
            ModelSettings declared = model.settings();
            add(ModelSettingKey.NAME, model.id().name(), nameless);
            add(ModelSettingKey.IMPLEMENTATION, declared.implementation(), DEFAULT);
            add(ModelSettingKey.PLATFORM, declared.platform(), DEFAULT);
            add(ModelSettingKey.VERSIONS, model.versions(), DEFAULT);
            add(ModelSettingKey.INPUTS, names(declared.inputs()), DEFAULT);
            add(ModelSettingKey.OUTPUTS, names(declared.outputs()), DEFAULT);
            add(
                    ModelSettingKey.PARALLEL_WORKERS,
                    (long) model.workers().orElse(serverWorkers),
                    "the server's parallel_workers");
        }

        void parameters() {
            add(ModelSettingKey.VERSION, model.id().version(), DEFAULT);
            add(ModelSettingKey.URI, model.uri().orElse("."), "default: the model's folder");
            String contentType = model.settings().parameters().contentType();
            add(
                    ModelSettingKey.CONTENT_TYPE,
                    contentType,
                    contentType.isEmpty() ? "default: the runtime's" : DEFAULT);
            add(ModelSettingKey.JVM_OPTIONS, model.child().jvmOptions(), DEFAULT);
            // Their values may be secrets.
            List<String> variables = model.child().variables().keySet().stream().sorted().toList();
            add(ModelSettingKey.ENVIRONMENT_VARIABLES, variables, DEFAULT);
            long limit = model.child().memoryLimit().orElse(0);
            add(ModelSettingKey.MEMORY_LIMIT_BYTES, limit, "default: none");
            model.child()
                    .loadTimeout()
                    .ifPresent(
                            time ->
                                    add(
                                            ModelSettingKey.LOAD_TIMEOUT_SECONDS,
                                            time.toSeconds(),
                                            DEFAULT));
            environment(model.environment());
        }

        private void pool(Isolation got) {
            String source = source(ModelSettingKey.INFERENCE_POOL_GID, DEFAULT);
            model.child()
                    .pool()
                    .ifPresent(
                            name ->
                                    tell(
                                            ModelSettingKey.INFERENCE_POOL_GID,
                                            name,
                                            got == Isolation.PROCESS
                                                    ? source
                                                    : source
                                                            + "; no effect: the model has no child"
                                                            + " JVM"));
        }

        private void environment(EnvironmentRequest wanted) {
            wanted.tarball()
                    .ifPresent(text -> add(ModelSettingKey.ENVIRONMENT_TARBALL, text, DEFAULT));
            wanted.path().ifPresent(text -> add(ModelSettingKey.ENVIRONMENT_PATH, text, DEFAULT));
            if (!wanted.dependencies().isEmpty()) {
                add(ModelSettingKey.DEPENDENCIES, wanted.dependencies(), DEFAULT);
            }
            wanted.javaHome().ifPresent(text -> add(ModelSettingKey.JAVA_HOME, text, DEFAULT));
        }

        void isolation(Isolation got) {
            boolean overruled = model.isolation().isPresent() && model.isolation().get() != got;
            String asked = source(ModelSettingKey.ISOLATION, "default: the runtime's");
            tell(
                    ModelSettingKey.ISOLATION,
                    got.name().toLowerCase(Locale.ROOT),
                    overruled ? asked + ", overruled: see placement" : asked);
            pool(got);
        }

        void schedule() {
            SchedulePolicy policy = model.schedule();
            Duration timeout = policy.defaultTimeout().orElse(serverTimeout);
            add(
                    ModelSettingKey.DEFAULT_TIMEOUT_MICROSECONDS,
                    TimeUnit.NANOSECONDS.toMicros(timeout.toNanos()),
                    "the server's default_timeout_microseconds");
            add(ModelSettingKey.PRIORITY_LEVELS, (long) policy.priorityLevels(), DEFAULT);
            long level = policy.defaultPriorityLevel();
            add(ModelSettingKey.DEFAULT_PRIORITY_LEVEL, level, DEFAULT);
            add(ModelSettingKey.MAX_QUEUE_SIZE, (long) policy.maxQueueSize(), DEFAULT);
        }

        void withoutEffect(ModelSettingKey key) {
            sources.find(key)
                    .ifPresent(
                            found ->
                                    tell(
                                            key,
                                            JsonValues.plain(found.value()),
                                            found.place() + "; no effect: " + key.doc()));
        }

        /** What no setting of the table has told. */
        void others(String prefix, String pointer, Map<String, Object> parameters) {
            parameters.forEach(
                    (name, value) -> {
                        String place = pointer + escaped(name);
                        if (!told.contains(place)) {
                            String source = sources.at(place).map(Found::place).orElse(VARIABLE);
                            settings.add(new EffectiveSetting(prefix + name, value, source));
                        }
                    });
        }

        private void add(ModelSettingKey key, Object value, String otherwise) {
            boolean overruled = !otherwise.isEmpty() && key.equals(ModelSettingKey.NAME);
            tell(key, value, overruled ? otherwise : source(key, otherwise));
        }

        private void tell(ModelSettingKey key, Object value, String source) {
            settings.add(new EffectiveSetting(key.shownName(), value, source));
            told.add(key.pointer());
            if (sources.takesFromExtra(key)) {
                told.add(key.extraPointer());
            }
        }

        private String source(ModelSettingKey key, String otherwise) {
            return sources.find(key).map(Found::place).orElse(otherwise);
        }
    }

    private static List<String> names(List<TensorMetadata> tensors) {
        return tensors.stream().map(TensorMetadata::name).toList();
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
