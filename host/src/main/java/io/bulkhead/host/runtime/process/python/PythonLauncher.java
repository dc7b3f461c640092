package io.bulkhead.host.runtime.process.python;

import io.bulkhead.host.runtime.ChildReason;
import io.bulkhead.host.runtime.InferenceStatistics;
import io.bulkhead.host.runtime.InstanceSpec;
import io.bulkhead.host.runtime.ModelInstance;
import io.bulkhead.host.runtime.ProcessLauncher;
import io.bulkhead.host.runtime.process.ProcessInstanceFactory;
import io.bulkhead.host.telemetry.ModelExposition;
import java.net.http.HttpClient;
import java.util.List;

/** Opens models in MLServers of their own, supervised as child JVMs are. */
public final class PythonLauncher implements ProcessLauncher {
    private final ProcessInstanceFactory children;
    private final PythonSettings settings;
    private final HttpClient http;
    private final MlserverMetrics metrics;

    /**
     * @param children who supervises them; not owned
     */
    public PythonLauncher(ProcessInstanceFactory children, PythonSettings settings) {
        this.children = children;
        this.settings = settings;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(children.threads().waiting())
                        .build();
        this.metrics = new MlserverMetrics(http);
    }

    /** What the models' servers say of themselves; may take a second. */
    public List<ModelExposition> metrics() {
        return metrics.ask();
    }

    @Override
    public ModelInstance launch(InstanceSpec spec, int workers, ChildReason reason) {
        return children.launch(
                spec,
                workers,
                reason,
                new PythonProgram(spec, settings, children.threads(), http, metrics),
                new InferenceStatistics());
    }
}
