package io.bulkhead.host.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One of a model's settings. In the file it stands at the top or in {@code parameters}; in the
 * environment it is {@code MLSERVER_MODEL_} and the name in capitals.
 *
 * @param name without {@code parameters.}
 * @param defaultValue in words
 * @param doc one line; of a setting without effect, why it has none
 */
record ModelSettingKey(
        String name, Level level, ValueType type, String defaultValue, String doc, Effect effect) {
    private static final String PREFIX = "MLSERVER_MODEL_";

    /** Where in the file it stands. */
    enum Level {
        TOP,
        PARAMETERS
    }

    /** Whether it changes anything, and whether {@code parameters.extra} may hold it. */
    enum Effect {
        /** It says which model it is, so no orchestrator drops it, and runtimes use the name. */
        IDENTITY,
        /** It works, in {@code parameters.extra} too. */
        WORKS,
        /** MLServer's, read and checked, but without a use here. */
        NONE
    }

    /** What values it takes, in the words of the documentation and of faults. */
    enum ValueType {
        TEXT("text", "text"),
        INTEGER("integer", "an integer"),
        COUNT("integer", "an integer"),
        NUMBER("number", "a number"),
        BOOLEAN("boolean", "true or false"),
        TEXTS("list of texts", "a list of texts"),
        OPTIONS("text or list of texts", "a list of texts"),
        TENSORS("list of tensors", "a list"),
        ISOLATION("classloader or process", "\"classloader\" or \"process\""),
        LANGUAGE("java or python", "\"java\" or \"python\""),
        OBJECT("object", "an object");

        private final String words;
        private final String wanted;

        ValueType(String words, String wanted) {
            this.words = words;
            this.wanted = wanted;
        }

        String words() {
            return words;
        }

        String wanted() {
            return wanted;
        }
    }

    static final ModelSettingKey NAME =
            top(
                    "name",
                    ValueType.TEXT,
                    "the folder's name",
                    "at most 255 characters, no `/` and no control characters",
                    Effect.IDENTITY);
    static final ModelSettingKey IMPLEMENTATION =
            top(
                    "implementation",
                    ValueType.TEXT,
                    "",
                    "required: the runtime's short name, such as `sklearn`, or MLServer's class"
                            + " path for it",
                    Effect.IDENTITY);
    static final ModelSettingKey PLATFORM =
            top("platform", ValueType.TEXT, "", "shown in the metadata", Effect.WORKS);
    static final ModelSettingKey VERSIONS =
            top(
                    "versions",
                    ValueType.TEXTS,
                    "[]",
                    "shown in the metadata; means nothing else",
                    Effect.WORKS);
    static final ModelSettingKey INPUTS =
            top("inputs", ValueType.TENSORS, "those of the artefact", "see below", Effect.WORKS);
    static final ModelSettingKey OUTPUTS =
            top("outputs", ValueType.TENSORS, "those of the artefact", "see below", Effect.WORKS);
    static final ModelSettingKey PARALLEL_WORKERS =
            top(
                    "parallel_workers",
                    ValueType.INTEGER,
                    "the server's",
                    "child JVMs of this model with process isolation",
                    Effect.WORKS);
    static final ModelSettingKey URI =
            parameter(
                    "uri",
                    ValueType.TEXT,
                    "the first well-known file in the folder, else the folder",
                    "what the model is loaded from: a file or folder, relative to the model's"
                            + " folder, or `file:`",
                    Effect.IDENTITY);
    static final ModelSettingKey VERSION =
            parameter(
                    "version",
                    ValueType.TEXT,
                    "",
                    "models of one name and several versions lie in several folders",
                    Effect.IDENTITY);
    static final ModelSettingKey CONTENT_TYPE =
            parameter(
                    "content_type",
                    ValueType.TEXT,
                    "the runtime's",
                    "content type of requests that name none: `np`, `pd`, `str`",
                    Effect.WORKS);
    static final ModelSettingKey ISOLATION =
            parameter(
                    "isolation",
                    ValueType.ISOLATION,
                    "the runtime's",
                    "where the model runs, see [isolation.md](isolation.md)",
                    Effect.WORKS);
    static final ModelSettingKey JVM_OPTIONS =
            parameter(
                    "jvm_options",
                    ValueType.OPTIONS,
                    "[]",
                    "options of its child JVMs",
                    Effect.WORKS);
    static final ModelSettingKey ENVIRONMENT_VARIABLES =
            parameter(
                    "environment_variables",
                    ValueType.OBJECT,
                    "{}",
                    "variables of its child JVMs, beside the few that they inherit",
                    Effect.WORKS);
    static final ModelSettingKey MEMORY_LIMIT_BYTES =
            parameter(
                    "memory_limit_bytes",
                    ValueType.COUNT,
                    "none",
                    "a child JVM that takes more of the machine's memory is replaced",
                    Effect.WORKS);
    static final ModelSettingKey INFERENCE_POOL_GID =
            parameter(
                    "inference_pool_gid",
                    ValueType.TEXT,
                    "",
                    "models with process isolation that name the same share their child JVMs, see"
                            + " [isolation.md](isolation.md#inference-pools)",
                    Effect.WORKS);
    static final ModelSettingKey LOAD_TIMEOUT_SECONDS =
            parameter(
                    "load_timeout_seconds",
                    ValueType.COUNT,
                    "120",
                    "until the model must be loaded in a child JVM, 1 to 86400; while a"
                            + " download goes on, until that stands still so long",
                    Effect.WORKS);
    static final ModelSettingKey DEFAULT_TIMEOUT_MICROSECONDS =
            parameter(
                    "default_timeout_microseconds",
                    ValueType.COUNT,
                    "the server's",
                    "what a request may take that does not say, see"
                            + " [rest-api.md](rest-api.md#time-and-urgency); 0: no limit",
                    Effect.WORKS);
    static final ModelSettingKey PRIORITY_LEVELS =
            parameter(
                    "priority_levels",
                    ValueType.COUNT,
                    "10",
                    "how many levels of priority its queue has, 1 to 100",
                    Effect.WORKS);
    static final ModelSettingKey DEFAULT_PRIORITY_LEVEL =
            parameter(
                    "default_priority_level",
                    ValueType.COUNT,
                    "the middle one",
                    "the level of requests that do not say",
                    Effect.WORKS);
    static final ModelSettingKey MAX_QUEUE_SIZE =
            parameter(
                    "max_queue_size",
                    ValueType.COUNT,
                    "1024",
                    "the most requests that wait for it; one more is answered with 429",
                    Effect.WORKS);
    static final ModelSettingKey ENVIRONMENT_TARBALL =
            parameter(
                    "environment_tarball",
                    ValueType.TEXT,
                    "",
                    "archive with the runtime or its libraries, relative to the model's folder,"
                            + " see [isolation.md](isolation.md)",
                    Effect.WORKS);
    static final ModelSettingKey ENVIRONMENT_PATH =
            parameter(
                    "environment_path",
                    ValueType.TEXT,
                    "",
                    "the same as a folder, which is opened where it is",
                    Effect.WORKS);
    static final ModelSettingKey DEPENDENCIES =
            parameter(
                    "dependencies",
                    ValueType.OPTIONS,
                    "[]",
                    "the same as Maven coordinates: `group:artifact:version`",
                    Effect.WORKS);
    static final ModelSettingKey JAVA_HOME =
            parameter(
                    "java_home",
                    ValueType.TEXT,
                    "that of the environment, else the server's",
                    "Java to run its child JVMs on; asks for process isolation",
                    Effect.WORKS);
    static final ModelSettingKey RUNTIME =
            parameter(
                    "runtime",
                    ValueType.LANGUAGE,
                    "what the implementation is",
                    "`python`: a real MLServer runs the model, see [python.md](python.md);"
                            + " `java`: never",
                    Effect.WORKS);
    static final ModelSettingKey PYTHON =
            parameter(
                    "python",
                    ValueType.TEXT,
                    "the server's",
                    "interpreter, or folder of an environment, that runs the model",
                    Effect.WORKS);
    static final ModelSettingKey EXTRA =
            parameter(
                    "extra",
                    ValueType.OBJECT,
                    "{}",
                    "whatever the runtime takes, and settings of this table",
                    Effect.IDENTITY);
    static final ModelSettingKey PARAMETERS =
            top("parameters", ValueType.OBJECT, "{}", "holds the settings above", Effect.IDENTITY);

    private static final List<ModelSettingKey> WITHOUT_EFFECT =
            List.of(
                    top(
                            "warm_workers",
                            ValueType.BOOLEAN,
                            "false",
                            "every child JVM has its model loaded before it gets a request",
                            Effect.NONE),
                    top(
                            "max_batch_size",
                            ValueType.INTEGER,
                            "0",
                            "requests are not batched yet",
                            Effect.NONE),
                    top(
                            "max_batch_time",
                            ValueType.NUMBER,
                            "0.0",
                            "requests are not batched yet",
                            Effect.NONE),
                    top(
                            "cache_enabled",
                            ValueType.BOOLEAN,
                            "false",
                            "answers are not cached yet",
                            Effect.NONE),
                    parameter(
                            "autogenerate_inference_pool_gid",
                            ValueType.BOOLEAN,
                            "false",
                            "a model has child JVMs of its own unless it names a pool",
                            Effect.NONE),
                    parameter(
                            "format",
                            ValueType.TEXT,
                            "",
                            "a runtime tells an artefact's format by its contents",
                            Effect.NONE));

    private static ModelSettingKey top(
            String name, ValueType type, String defaultValue, String doc, Effect effect) {
        return new ModelSettingKey(name, Level.TOP, type, defaultValue, doc, effect);
    }

    private static ModelSettingKey parameter(
            String name, ValueType type, String defaultValue, String doc, Effect effect) {
        return new ModelSettingKey(name, Level.PARAMETERS, type, defaultValue, doc, effect);
    }

    /** Those that work, in the order of the documentation. */
    static List<ModelSettingKey> working() {
        return List.of(
                NAME,
                IMPLEMENTATION,
                PLATFORM,
                VERSIONS,
                INPUTS,
                OUTPUTS,
                PARALLEL_WORKERS,
                URI,
                VERSION,
                CONTENT_TYPE,
                ISOLATION,
                JVM_OPTIONS,
                ENVIRONMENT_VARIABLES,
                MEMORY_LIMIT_BYTES,
                INFERENCE_POOL_GID,
                LOAD_TIMEOUT_SECONDS,
                DEFAULT_TIMEOUT_MICROSECONDS,
                PRIORITY_LEVELS,
                DEFAULT_PRIORITY_LEVEL,
                MAX_QUEUE_SIZE,
                ENVIRONMENT_TARBALL,
                ENVIRONMENT_PATH,
                DEPENDENCIES,
                JAVA_HOME,
                RUNTIME,
                PYTHON,
                EXTRA,
                PARAMETERS);
    }

    /** Those of MLServer that are checked and change nothing. */
    static List<ModelSettingKey> withoutEffect() {
        return WITHOUT_EFFECT;
    }

    /** The setting of that name at a level. */
    static Optional<ModelSettingKey> named(String name, Level level) {
        return java.util.stream.Stream.concat(working().stream(), withoutEffect().stream())
                .filter(key -> key.level() == level && key.name().equals(name))
                .findFirst();
    }

    /** Its own place in the file, as a JSON pointer. */
    String pointer() {
        return level == Level.TOP ? "/" + name : "/parameters/" + name;
    }

    /** Its place beside a runtime's own settings, as a JSON pointer. */
    String extraPointer() {
        return "/parameters/extra/" + name;
    }

    /** As messages call it: {@code parameters.uri}. */
    String shownName() {
        return level == Level.TOP ? name : "parameters." + name;
    }

    /** Its name in the environment. */
    String variable() {
        return PREFIX + name.toUpperCase(Locale.ROOT);
    }
}
