package io.bulkhead.plugin.mlflow.flavor;

import io.bulkhead.plugin.mlflow.mlmodel.Mlmodel;
import io.bulkhead.plugin.mlflow.mlmodel.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A folder that only Python can load.
 *
 * @param module that loads it
 * @param pythonVersion that it was logged with; empty if MLmodel does not say
 * @param environment files that list what it was logged with
 * @param flavors all of the folder's, sorted
 */
public record PythonCode(
        String module, String pythonVersion, List<String> environment, List<String> flavors) {
    /** Copies the lists. */
    public PythonCode {
        environment = List.copyOf(environment);
        flavors = List.copyOf(flavors);
    }

    static PythonCode of(Mlmodel model, YamlNode pyfunc, String module) {
        return new PythonCode(
                module,
                pyfunc.text("python_version").orElse(""),
                environment(pyfunc),
                List.copyOf(new TreeSet<>(model.flavors().keySet())));
    }

    /** MLflow 1 named one file, later ones name one for each tool. */
    private static List<String> environment(YamlNode pyfunc) {
        List<String> files = new ArrayList<>();
        pyfunc.text("env").ifPresent(files::add);
        pyfunc.node("env")
                .ifPresent(
                        env ->
                                env.values()
                                        .values()
                                        .forEach(file -> files.add(String.valueOf(file))));
        return files.stream().sorted().toList();
    }

    /** What it was made with, as far as it is known. */
    public String origin() {
        String python = pythonVersion.isEmpty() ? "" : " with Python " + pythonVersion;
        String files = environment.isEmpty() ? "" : ", lists " + String.join(", ", environment);
        return "logged" + python + files;
    }

    /** Why nothing here serves it, and what would. */
    public String reason() {
        return "this model is Python code, loaded by '"
                + module
                + "', which only an MLServer with the package mlserver-mlflow can run ("
                + origin()
                + "; flavors in MLmodel: "
                + String.join(", ", flavors)
                + "; served without Python are sklearn, xgboost, lightgbm, catboost, onnx and"
                + " spark): name a Python that has it in the model's parameters, as python,"
                + " environment_tarball or environment_path, or in the server's setting python";
    }
}
