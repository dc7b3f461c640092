package io.bulkhead.host.controlplane;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.Outline;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.PythonHome;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.PluginCatalog;
import io.bulkhead.host.plugin.RuntimeLease;
import io.bulkhead.host.plugin.RuntimeSource;
import io.bulkhead.host.repository.ArtifactLocator;
import io.bulkhead.host.repository.ModelRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what would be served, by what and where, without loading anything. */
public final class DryRun {
    private final ModelRepository repository;
    private final PluginCatalog plugins;
    private final NativeLayers layers;
    private final RuntimeChoice choice;

    /**
     * @param layers in which the natives of the models come together that share the server's JVM
     */
    public DryRun(ModelRepository repository, PluginCatalog plugins, NativeLayers layers) {
        this.repository = repository;
        this.plugins = plugins;
        this.layers = layers;
        this.choice = new RuntimeChoice(plugins, repository.root());
    }

    /**
     * What would become of a model.
     *
     * @param label the model, {@code name} or {@code name:version}, or the folder that is none
     * @param details what would serve it, from what and where; empty if it cannot be served
     * @param fault why it cannot be served; empty if it can
     */
    public record Prospect(String label, List<String> details, String fault) {
        /** Copies the list. */
        public Prospect {
            details = List.copyOf(details);
        }

        /** Whether it would be served. */
        public boolean isGood() {
            return fault.isEmpty();
        }
    }

    /** All models of the repository, then all folders that are meant to be one and are not. */
    public List<Prospect> prospects() {
        ModelRepository.Listing listing = repository.list();
        List<Prospect> prospects = new ArrayList<>();
        listing.models().forEach(model -> prospects.add(prospect(model)));
        for (ModelRepository.Fault fault : listing.faults()) {
            prospects.add(new Prospect(fault.folder(), List.of(), fault.reason()));
        }
        return prospects;
    }

    private Prospect prospect(ModelDefinition model) {
        try {
            return new Prospect(model.id().toString(), details(model), "");
        } catch (ServingException e) {
            return new Prospect(model.id().toString(), List.of(), e.reason());
        }
    }

    private List<String> details(ModelDefinition model) {
        try (RuntimeLease lease = choice.lease(model)) {
            return details(model, lease.source());
        }
    }

    private List<String> details(ModelDefinition model, RuntimeSource runtime) {
        Optional<PythonHome> python = runtime.environment().python();
        if (python.isPresent()) {
            return inPython(model, runtime, python.get());
        }
        Path artifact =
                ArtifactLocator.locate(model, runtime.artifacts(), runtime.findsArtifacts());
        Bulkhead bulkhead = bulkhead(model, runtime);
        runtime.refusal(bulkhead.isolation(), bulkhead.why())
                .ifPresent(
                        reason -> {
                            throw ServingException.loadFailed(reason, null);
                        });
        Outline outline = plugins.outline(runtime, model.settings(), artifact);
        List<String> details = new ArrayList<>();
        details.add("runtime   " + origin(runtime));
        details.add("artefact  " + artifact(model, artifact, runtime.artifacts()));
        outline.facts().forEach(fact -> details.add("          " + fact));
        details.add("isolation " + bulkhead.words(model));
        for (String name : outline.delegates()) {
            RuntimeSource delegate = plugins.resolve(name, model.folder(), repository.root());
            details.add(
                    "asks      "
                            + origin(delegate)
                            + "; "
                            + bulkhead(model, delegate).words(model));
        }
        return details;
    }

    private List<String> inPython(ModelDefinition model, RuntimeSource runtime, PythonHome python) {
        Environment environment = runtime.environment();
        boolean named = environment.source().isAskedFor();
        List<String> details = new ArrayList<>();
        details.add("runtime   " + runtime.name() + ", a class in Python");
        details.add("artefact  " + model.uri().orElse("the model's folder"));
        inJava(model, runtime.name()).facts().forEach(fact -> details.add("          " + fact));
        details.add(
                "python    "
                        + python.words()
                        + (named
                                ? ", of " + environment.source().text()
                                : ", " + python.interpreter()));
        python.advice().forEach(unmet -> details.add("          " + unmet));
        details.add("isolation process of its own: its runtime is in Python");
        return details;
    }

    /** What our runtime of the same name says of the artefact; nothing if it cannot read it. */
    private Outline inJava(ModelDefinition model, String implementation) {
        return plugins.visible(model.folder(), repository.root()).stream()
                .filter(source -> source.answersTo(implementation))
                .findFirst()
                .map(source -> outline(model, source))
                .orElseGet(Outline::empty);
    }

    private Outline outline(ModelDefinition model, RuntimeSource source) {
        try {
            Path artifact =
                    ArtifactLocator.locate(model, source.artifacts(), source.findsArtifacts());
            return plugins.outline(source, model.settings(), artifact);
        } catch (ServingException e) {
            return Outline.empty(); // Python's own runtime may well load it
        }
    }

    private static String origin(RuntimeSource runtime) {
        Environment environment = runtime.environment();
        return runtime.name()
                + ", from plugin "
                + environment.label()
                + (environment.source().isInstalled() ? "" : ", " + environment.source().text());
    }

    private static String artifact(ModelDefinition model, Path artifact, List<String> wellKnown) {
        Path folder = model.folder();
        String name =
                artifact.equals(folder)
                        ? "the model's folder"
                        : (artifact.startsWith(folder) ? folder.relativize(artifact) : artifact)
                                .toString();
        return Files.isDirectory(artifact) && !wellKnown.isEmpty()
                ? name + " (as there is no " + String.join(", no ", wellKnown) + " in it)"
                : name;
    }

    private static Optional<String> runtimeJava(RuntimeSource runtime) {
        return runtime.environment().javaHome().map(Path::toString);
    }

    /** Where a model would live, and why there. */
    private record Bulkhead(Isolation isolation, String why) {
        String words(ModelDefinition model) {
            if (isolation == Isolation.CLASSLOADER) {
                return "class loader of its own in the server: " + why;
            }
            String pool =
                    model.child().pool().map(n -> " of inference pool '" + n + "'").orElse("");
            return "child JVM" + pool + ": " + why;
        }
    }

    private Bulkhead bulkhead(ModelDefinition model, RuntimeSource runtime) {
        if (model.environment().javaHome().or(() -> runtimeJava(runtime)).isPresent()) {
            return new Bulkhead(Isolation.PROCESS, "on a Java of its own");
        }
        Isolation wanted = model.isolation().orElse(runtime.defaultIsolation());
        String who =
                model.isolation().isPresent() ? "the settings ask for it" : "the runtime's default";
        if (wanted == Isolation.PROCESS) {
            return new Bulkhead(wanted, who);
        }
        return layers.claim(runtime.environment())
                .map(clash -> new Bulkhead(Isolation.PROCESS, clash))
                .orElseGet(() -> new Bulkhead(wanted, who));
    }
}
