package io.bulkhead.plugin.mlflow.flavor;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.plugin.mlflow.flavor.FlavorPlan.Form;
import io.bulkhead.plugin.mlflow.mlmodel.Mlmodel;
import io.bulkhead.plugin.mlflow.mlmodel.MlmodelException;
import io.bulkhead.plugin.mlflow.mlmodel.YamlNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which flavor serves a folder: the one that MLflow's {@code python_function} would load, which it
 * names by a Python module.
 */
public final class FlavorCatalog {
    private static final String PYFUNC = "python_function";

    private static final Map<String, String> XGBOOST_OUTPUTS =
            Map.of(
                    "output_margin", "margin",
                    "pred_leaf", "leaf",
                    "pred_contribs", "contributions",
                    "pred_interactions", "interactions");

    private static final Map<String, String> LIGHTGBM_OUTPUTS =
            Map.of("raw_score", "margin", "pred_leaf", "leaf", "pred_contrib", "contributions");

    /** Modules whose work a runtime of ours does; {@link #plan} knows each of them. */
    private static final Set<String> LOADERS =
            Set.of(
                    "mlflow.sklearn",
                    "mlflow.xgboost",
                    "mlflow.lightgbm",
                    "mlflow.catboost",
                    "mlflow.onnx",
                    "mlflow.spark");

    /** What {@code predict_fn} may name that our runtime computes. */
    private static final Set<String> SKLEARN_METHODS =
            Set.of(
                    "predict",
                    "predict_proba",
                    "predict_log_proba",
                    "decision_function",
                    "score_samples",
                    "transform");

    private FlavorCatalog() {}

    /**
     * @throws MlmodelException if no flavor can be served, or its file is missing
     */
    public static FlavorPlan plan(Mlmodel model) throws MlmodelException {
        YamlNode pyfunc = pyfunc(model);
        String module = loader(pyfunc);
        return switch (module) {
            case "mlflow.sklearn" -> sklearn(model, pyfunc);
            case "mlflow.xgboost" ->
                    estimator(model, pyfunc, "xgboost", "xgboost", XGBOOST_OUTPUTS);
            case "mlflow.lightgbm" -> lightgbm(model, pyfunc);
            case "mlflow.catboost" -> catboost(model, pyfunc);
            case "mlflow.onnx" -> onnx(model, pyfunc);
            case "mlflow.spark" -> spark(model, pyfunc);
            default -> throw new MlmodelException(PythonCode.of(model, pyfunc, module).reason());
        };
    }

    /**
     * Tells a folder that only Python can load; empty if there is a flavor for it.
     *
     * @throws MlmodelException if MLmodel does not say what loads it
     */
    public static Optional<PythonCode> code(Mlmodel model) throws MlmodelException {
        YamlNode pyfunc = pyfunc(model);
        String module = loader(pyfunc);
        return LOADERS.contains(module)
                ? Optional.empty()
                : Optional.of(PythonCode.of(model, pyfunc, module));
    }

    private static YamlNode pyfunc(Mlmodel model) throws MlmodelException {
        YamlNode pyfunc = model.flavors().get(PYFUNC);
        if (pyfunc == null) {
            throw new MlmodelException(
                    "MLmodel has no flavor python_function, so MLflow would not serve it either;"
                            + " found "
                            + new TreeSet<>(model.flavors().keySet()));
        }
        return pyfunc;
    }

    private static String loader(YamlNode pyfunc) throws MlmodelException {
        return pyfunc.text("loader_module")
                .orElseThrow(
                        () ->
                                new MlmodelException(
                                        "MLmodel, python_function: there is no loader_module"));
    }

    /** The file that the loader is given: {@code model_path} or {@code data}. */
    private static Path data(Mlmodel model, YamlNode pyfunc, String flavor, String key)
            throws MlmodelException {
        Optional<String> named =
                pyfunc.text("model_path")
                        .or(() -> pyfunc.text("data"))
                        .or(() -> flavor(model, flavor).flatMap(node -> node.text(key)));
        if (named.isEmpty()) {
            throw new MlmodelException("MLmodel does not say which file holds the model");
        }
        return model.file(named.get());
    }

    private static Optional<YamlNode> flavor(Mlmodel model, String flavor) {
        return Optional.ofNullable(model.flavors().get(flavor));
    }

    private static FlavorPlan estimator(
            Mlmodel model,
            YamlNode pyfunc,
            String flavor,
            String runtime,
            Map<String, String> outputs)
            throws MlmodelException {
        Path data = data(model, pyfunc, flavor, "data");
        return new FlavorPlan(flavor, runtime, data, Parameters.empty(), Form.ESTIMATOR, outputs);
    }

    private static FlavorPlan sklearn(Mlmodel model, YamlNode pyfunc) throws MlmodelException {
        String method = pyfunc.text("predict_fn").orElse("predict");
        if (!SKLEARN_METHODS.contains(method)) {
            throw new MlmodelException(
                    "MLmodel names predict_fn '"
                            + method
                            + "'; served are "
                            + String.join(", ", new TreeSet<>(SKLEARN_METHODS)));
        }
        Path data = data(model, pyfunc, "sklearn", "pickled_model");
        return new FlavorPlan(
                "sklearn",
                "sklearn",
                data,
                Parameters.of("predict_fn", method),
                Form.ESTIMATOR_WITHOUT_PARAMS,
                Map.of());
    }

    /** Boosters are text; scikit-learn's wrappers of them are a pickle, or skops' archive. */
    private static FlavorPlan lightgbm(Mlmodel model, YamlNode pyfunc) throws MlmodelException {
        Path data = data(model, pyfunc, "lightgbm", "data");
        boolean wrapped = data.toString().endsWith(".pkl") || data.toString().endsWith(".skops");
        String runtime = wrapped ? "sklearn" : "lightgbm";
        return new FlavorPlan(
                "lightgbm",
                runtime,
                data,
                Parameters.empty(),
                runtime.equals("sklearn") ? Form.ESTIMATOR_WITHOUT_PARAMS : Form.ESTIMATOR,
                LIGHTGBM_OUTPUTS);
    }

    /** The plain class predicts what the trees add up to, whatever the loss. */
    private static FlavorPlan catboost(Mlmodel model, YamlNode pyfunc) throws MlmodelException {
        boolean plain =
                flavor(model, "catboost")
                        .flatMap(node -> node.text("model_type"))
                        .filter("CatBoost"::equals)
                        .isPresent();
        return new FlavorPlan(
                "catboost",
                "catboost",
                data(model, pyfunc, "catboost", "data"),
                plain ? Parameters.of("predict_fn", "raw") : Parameters.empty(),
                Form.ESTIMATOR_WITHOUT_PARAMS,
                Map.of());
    }

    private static FlavorPlan onnx(Mlmodel model, YamlNode pyfunc) throws MlmodelException {
        Path data = data(model, pyfunc, "onnx", "data");
        return new FlavorPlan("onnx", "onnx", data, Parameters.empty(), Form.GRAPH, Map.of());
    }

    private static FlavorPlan spark(Mlmodel model, YamlNode pyfunc) throws MlmodelException {
        return new FlavorPlan(
                "spark",
                "mlserver_mllib.MLlibModel",
                data(model, pyfunc, "spark", "model_data"),
                Parameters.empty(),
                Form.PIPELINE,
                Map.of());
    }
}
