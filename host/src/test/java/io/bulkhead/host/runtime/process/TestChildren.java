package io.bulkhead.host.runtime.process;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.config.ChildOptions;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.config.SchedulePolicy;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.plugin.TestPlugins;
import io.bulkhead.host.runtime.ChildReason;
import io.bulkhead.host.runtime.InstanceSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plugin {@code child} and what a model of it is loaded from. */
final class TestChildren {
    static final ModelId MODEL = new ModelId("iris", "2");

    static final ChildReason ASKED = new ChildReason("the settings ask for it", false);

    private TestChildren() {}

    static Environment plugin(Path work) throws IOException {
        return plugin(new TestPlugins(work), work);
    }

    static Environment plugin(TestPlugins plugins, Path work) throws IOException {
        return plugins.store()
                .dropped(plugins.jar("child", work.resolve("child.jar")))
                .orElseThrow()
                .environment();
    }

    /**
     * @param load what the plugin does when it loads
     */
    static InstanceSpec spec(Environment plugin, Path folder, String load) {
        return spec(plugin, folder, load, ChildOptions.ofJvm(List.of("-Xmx64m")));
    }

    static InstanceSpec spec(Environment plugin, Path folder, String load, ChildOptions options) {
        return spec(MODEL, plugin, folder, load, options);
    }

    static InstanceSpec spec(
            ModelId model, Environment plugin, Path folder, String load, ChildOptions options) {
        Parameters parameters = Parameters.of("extra", Map.of("load", load));
        ModelSettings settings =
                new ModelSettings(model, "child", "", List.of(), List.of(), parameters);
        ModelDefinition definition =
                new ModelDefinition(
                        settings,
                        List.of(),
                        folder,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        options,
                        SchedulePolicy.standard(),
                        ModelDefinition.Origin.FILE,
                        "{}");
        return new InstanceSpec(definition, plugin, "child", folder);
    }

    /** Counts nothing. */
    record NoMetrics() implements ModelMetrics {
        @Override
        public void register(String name, String description) {}

        @Override
        public void log(String name, double value) {}
    }
}
