package io.bulkhead.plugin.mlflow;

import io.bulkhead.api.DelegateSettings;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.Outline;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.mlflow.flavor.Flavor;
import io.bulkhead.plugin.mlflow.flavor.FlavorCatalog;
import io.bulkhead.plugin.mlflow.flavor.FlavorPlan;
import io.bulkhead.plugin.mlflow.flavor.PythonCode;
import io.bulkhead.plugin.mlflow.mlmodel.InputExample;
import io.bulkhead.plugin.mlflow.mlmodel.Mlmodel;
import io.bulkhead.plugin.mlflow.mlmodel.MlmodelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Serves folders that MLflow logged, each flavor through the runtime of its library. */
@Extension
public final class MlflowRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "mlflow";
    }

    @Override
    public Set<String> implementations() {
        return Set.of("mlserver_mlflow.MLflowRuntime", "mlserver_mlflow.runtime.MLflowRuntime");
    }

    @Override
    public List<String> artifacts() {
        return List.of(Mlmodel.FILE);
    }

    @Override
    public boolean recognises(Path artifact) {
        return Files.isRegularFile(artifact);
    }

    @Override
    public Outline outline(ModelSettings settings, Path artifact) {
        try {
            Mlmodel model = Mlmodel.read(artifact);
            Optional<PythonCode> code = FlavorCatalog.code(model);
            if (code.isPresent()) {
                return new Outline(facts(model, code.get()), List.of());
            }
            FlavorPlan plan = FlavorCatalog.plan(model);
            return new Outline(facts(model, plan), List.of(plan.runtime()));
        } catch (MlmodelException e) {
            throw ServingException.loadFailed(String.valueOf(e.getMessage()), e);
        }
    }

    /** Nothing can be said of a folder that is broken, which {@link #create} tells better. */
    @Override
    public Optional<String> needsPython(Path artifact) {
        try {
            return FlavorCatalog.code(Mlmodel.read(artifact)).map(PythonCode::reason);
        } catch (MlmodelException e) {
            return Optional.empty();
        }
    }

    private static List<String> facts(Mlmodel model, PythonCode code) {
        return List.of(
                mlflow(model) + ", Python code loaded by " + code.module() + ", " + code.origin(),
                inputs(model));
    }

    private static String mlflow(Mlmodel model) {
        return model.mlflowVersion().isEmpty() ? "MLflow" : "MLflow " + model.mlflowVersion();
    }

    private static String inputs(Mlmodel model) {
        return model.signature()
                .inputs()
                .map(inputs -> "inputs " + inputs)
                .orElse("no signature: requests must name a content type");
    }

    private static List<String> facts(Mlmodel model, FlavorPlan plan) throws MlmodelException {
        List<String> facts = new ArrayList<>();
        Path file = model.folder().relativize(plan.artifact());
        facts.add(mlflow(model) + ", flavor " + plan.flavor() + " in " + file);
        facts.add(inputs(model));
        facts.add(
                InputExample.of(model).isPresent()
                        ? "input example, scored when loaded"
                        : "no input example");
        return facts;
    }

    @Override
    public Model create(ModelContext context) {
        try {
            Mlmodel description = Mlmodel.read(context.artifact());
            FlavorPlan plan = FlavorCatalog.plan(description);
            Model delegate =
                    context.delegate(
                            new DelegateSettings(plan.runtime(), plan.artifact(), plan.extra()));
            MlflowModel model =
                    new MlflowModel(description, new Flavor(plan, delegate), context.codecs());
            if (context.settings().extra().getBoolean("self_test").orElse(true)) {
                SelfTest.run(model, InputExample.of(description));
            }
            return model;
        } catch (MlmodelException e) {
            throw ServingException.loadFailed(String.valueOf(e.getMessage()), e);
        }
    }
}
