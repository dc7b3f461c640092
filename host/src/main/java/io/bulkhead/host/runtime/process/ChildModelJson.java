package io.bulkhead.host.runtime.process;

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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a child must know of a model, as JSON; never Java serialization. */
final class ChildModelJson {
    private ChildModelJson() {}

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

    /** Reads what another JVM of ours has written. */
    static ChildModel read(JsonObject json) throws IOException {
        return new ChildModel(
                json.number("number"),
                new InstanceSpec(
                        definition(json.object("definition")),
                        environment(json.object("plugin")),
                        json.text("runtime"),
                        Path.of(json.text("artifact")),
                        reachable(json.objects("reachable"))));
    }

    private static List<RuntimeSource> reachable(List<JsonObject> runtimes) throws IOException {
        List<RuntimeSource> sources = new ArrayList<>();
        for (JsonObject runtime : runtimes) {
            sources.add(
                    new RuntimeSource(
                            environment(runtime.object("plugin")),
                            runtime.text("name"),
                            Set.copyOf(runtime.texts("implementations")),
                            runtime.texts("artifacts"),
                            Isolation.valueOf(runtime.text("isolation")),
                            Set.of(Isolation.values())));
        }
        return sources;
    }

    private static Environment environment(JsonObject plugin) throws IOException {
        List<JarContents> jars = new ArrayList<>();
        for (JsonObject jar : plugin.objects("jars")) {
            jars.add(
                    new JarContents(
                            Path.of(jar.text("path")),
                            jar.text("fingerprint"),
                            new LinkedHashSet<>(jar.texts("natives")),
                            new LinkedHashSet<>(jar.texts("extensions")),
                            jar.flag("bundlesApi")));
        }
        return new Environment(
                plugin.text("id"), plugin.text("version"), Path.of(plugin.text("origin")), jars);
    }

    private static ModelDefinition definition(JsonObject model) throws IOException {
        ModelSettings settings =
                new ModelSettings(
                        new ModelId(model.text("name"), model.text("version")),
                        model.text("implementation"),
                        model.text("platform"),
                        declared(model.objects("inputs")),
                        declared(model.objects("outputs")),
                        Parameters.copyOf(model.map("parameters")));
        return new ModelDefinition(
                settings,
                model.texts("versions"),
                Path.of(model.text("folder")),
                Optional.of(model.text("uri")).filter(uri -> !uri.isEmpty()),
                Optional.of(Isolation.PROCESS),
                Optional.of(1),
                ChildOptions.ofJvm(List.of()),
                schedule(model.object("schedule")),
                ModelDefinition.Origin.FILE,
                model.text("declaration"));
    }

    private static SchedulePolicy schedule(JsonObject schedule) throws IOException {
        return new SchedulePolicy(
                Optional.empty(),
                schedule.number("levels"),
                schedule.number("defaultLevel"),
                schedule.number("queueSize"));
    }

    private static List<TensorMetadata> declared(List<JsonObject> tensors) throws IOException {
        List<TensorMetadata> declared = new ArrayList<>();
        for (JsonObject tensor : tensors) {
            declared.add(
                    new TensorMetadata(
                            tensor.text("name"),
                            Datatype.valueOf(tensor.text("datatype")),
                            shape(tensor.list("shape")),
                            Parameters.copyOf(tensor.map("parameters"))));
        }
        return declared;
    }

    private static Shape shape(List<Object> sizes) {
        return Shape.of(sizes.stream().mapToLong(size -> ((Number) size).longValue()).toArray());
    }
}
