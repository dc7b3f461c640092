package io.bulkhead.host.runtime.process;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.host.config.ChildOptions;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.config.SchedulePolicy;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.JarContents;
import io.bulkhead.host.plugin.RuntimeSource;
import io.bulkhead.host.runtime.InstanceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a child must know of a model, as JSON; never Java serialization. */
final class ChildModelJson {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ObjectMapper json =
            new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

    /** Flat, so that Jackson needs no help. */
    record Contents(
            int number,
            Definition definition,
            Plugin plugin,
            String runtime,
            String artifact,
            List<Reachable> reachable) {}

    record Definition(
            String name,
            String version,
            String implementation,
            String platform,
            List<Declared> inputs,
            List<Declared> outputs,
            Object parameters,
            List<String> versions,
            String folder,
            String uri,
            Schedule schedule,
            String declaration) {}

    record Schedule(int levels, int defaultLevel, int queueSize) {}

    record Declared(String name, String datatype, List<Long> shape, Object parameters) {}

    record Plugin(String id, String version, String origin, List<Jar> jars) {}

    /** What the server has read of a jar; to read them all again would be most of a start. */
    record Jar(
            String path,
            String fingerprint,
            List<String> natives,
            List<String> extensions,
            boolean bundlesApi) {}

    record Reachable(
            Plugin plugin,
            String name,
            List<String> implementations,
            List<String> artifacts,
            String isolation) {}

    static Contents write(ChildModel model) {
        InstanceSpec instance = model.instance();
        return new Contents(
                model.number(),
                definition(instance.definition()),
                plugin(instance.environment()),
                instance.runtime(),
                absolute(instance.artifact()),
                instance.reachable().stream().map(ChildModelJson::reachable).toList());
    }

    private static Plugin plugin(Environment environment) {
        return new Plugin(
                environment.id(),
                environment.version(),
                absolute(environment.origin()),
                environment.jars().stream().map(ChildModelJson::jar).toList());
    }

    private static Jar jar(JarContents jar) {
        return new Jar(
                absolute(jar.path()),
                jar.fingerprint(),
                List.copyOf(jar.nativeLibraries()),
                List.copyOf(jar.extensions()),
                jar.bundlesApi());
    }

    private static Reachable reachable(RuntimeSource runtime) {
        return new Reachable(
                plugin(runtime.environment()),
                runtime.name(),
                List.copyOf(runtime.implementations()),
                runtime.artifacts(),
                runtime.defaultIsolation().name());
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().toString();
    }

    private static Definition definition(ModelDefinition definition) {
        ModelSettings settings = definition.settings();
        return new Definition(
                settings.id().name(),
                settings.id().version(),
                settings.implementation(),
                settings.platform(),
                settings.inputs().stream().map(ChildModelJson::declared).toList(),
                settings.outputs().stream().map(ChildModelJson::declared).toList(),
                settings.parameters().asMap(),
                definition.versions(),
                absolute(definition.folder()),
                definition.uri().orElse(""),
                schedule(definition.schedule()),
                definition.declaration());
    }

    /** The timeout stays here: a call has its deadline when it goes to the child. */
    private static Schedule schedule(SchedulePolicy policy) {
        return new Schedule(
                policy.priorityLevels(), policy.defaultPriorityLevel(), policy.maxQueueSize());
    }

    private static Declared declared(TensorMetadata tensor) {
        return new Declared(
                tensor.name(),
                tensor.datatype().name(),
                Arrays.stream(tensor.shape().toArray()).boxed().toList(),
                tensor.parameters().asMap());
    }

    ChildModel read(Contents contents) {
        return new ChildModel(
                contents.number(),
                new InstanceSpec(
                        definition(contents.definition()),
                        environment(contents.plugin()),
                        contents.runtime(),
                        Path.of(contents.artifact()),
                        reachable(contents.reachable())));
    }

    private static List<RuntimeSource> reachable(List<Reachable> runtimes) {
        List<RuntimeSource> sources = new ArrayList<>();
        for (Reachable runtime : runtimes) {
            sources.add(
                    new RuntimeSource(
                            environment(runtime.plugin()),
                            runtime.name(),
                            Set.copyOf(runtime.implementations()),
                            runtime.artifacts(),
                            Isolation.valueOf(runtime.isolation()),
                            Set.of(Isolation.values())));
        }
        return sources;
    }

    private static Environment environment(Plugin plugin) {
        List<JarContents> jars = plugin.jars().stream().map(ChildModelJson::contents).toList();
        return new Environment(plugin.id(), plugin.version(), Path.of(plugin.origin()), jars);
    }

    private static JarContents contents(Jar jar) {
        return new JarContents(
                Path.of(jar.path()),
                jar.fingerprint(),
                new LinkedHashSet<>(jar.natives()),
                new LinkedHashSet<>(jar.extensions()),
                jar.bundlesApi());
    }

    private ModelDefinition definition(Definition model) {
        ModelSettings settings =
                new ModelSettings(
                        new ModelId(model.name(), model.version()),
                        model.implementation(),
                        model.platform(),
                        model.inputs().stream().map(this::declared).toList(),
                        model.outputs().stream().map(this::declared).toList(),
                        parameters(model.parameters()));
        return new ModelDefinition(
                settings,
                model.versions(),
                Path.of(model.folder()),
                Optional.of(model.uri()).filter(uri -> !uri.isEmpty()),
                Optional.of(Isolation.PROCESS),
                Optional.of(1),
                ChildOptions.ofJvm(List.of()),
                schedule(model.schedule()),
                ModelDefinition.Origin.FILE,
                model.declaration());
    }

    private static SchedulePolicy schedule(Schedule schedule) {
        return new SchedulePolicy(
                Optional.empty(), schedule.levels(), schedule.defaultLevel(), schedule.queueSize());
    }

    private TensorMetadata declared(Declared tensor) {
        return new TensorMetadata(
                tensor.name(),
                Datatype.valueOf(tensor.datatype()),
                Shape.of(tensor.shape().stream().mapToLong(Long::longValue).toArray()),
                parameters(tensor.parameters()));
    }

    private Parameters parameters(Object map) {
        return Parameters.copyOf(json.convertValue(map, OBJECT));
    }
}
