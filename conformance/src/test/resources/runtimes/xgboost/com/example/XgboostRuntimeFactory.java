package com.example;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.pf4j.Extension;

/** XGBoost's own library, in whatever version it is compiled with. */
@Extension
public class XgboostRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "native-xgboost";
    }

    @Override
    public List<String> artifacts() {
        return List.of("model.json");
    }

    @Override
    public boolean recognises(java.nio.file.Path artifact) {
        return false; // such files are the built-in runtime's
    }

    @Override
    public Model create(ModelContext context) {
        try {
            Booster booster = XGBoost.loadModel(context.artifact().toString());
            return new NativeModel(booster, nativeVersion(booster));
        } catch (XGBoostError e) {
            throw ServingException.loadFailed("XGBoost cannot read the model", e);
        }
    }

    /** What the native library, not the jar, writes into a model that it saves. */
    private static String nativeVersion(Booster booster) throws XGBoostError {
        String saved = new String(booster.toByteArray("json"), StandardCharsets.UTF_8);
        Matcher version =
                Pattern.compile("\"version\":\\[(\\d+),(\\d+),(\\d+)]").matcher(saved);
        if (!version.find()) {
            throw ServingException.loadFailed("XGBoost does not say its version", null);
        }
        return version.group(1) + "." + version.group(2) + "." + version.group(3);
    }

    private static final class NativeModel implements Model {
        private final Booster booster;
        private final String version;

        NativeModel(Booster booster, String version) {
            this.booster = booster;
            this.version = version;
        }

        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext call) {
            Tensor x = request.inputs().get(0);
            int rows = (int) x.shape().dimension(0);
            int columns = (int) x.shape().dimension(1);
            float[] answer = new float[rows];
            try {
                DMatrix matrix = new DMatrix(x.toFloats(), rows, columns, Float.NaN);
                try {
                    float[][] predicted = booster.predict(matrix);
                    for (int row = 0; row < rows; row++) {
                        answer[row] = predicted[row][0];
                    }
                } finally {
                    matrix.dispose();
                }
            } catch (XGBoostError e) {
                throw ServingException.unprocessable("XGBoost cannot take this input");
            }
            return InferenceResponse.completed(
                    Tensor.of("predict", Shape.of(rows, 1), answer),
                    Tensor.ofStrings("library_version", Shape.of(1), List.of(version)),
                    Tensor.of("pid", Shape.of(1), new long[] {ProcessHandle.current().pid()}));
        }

        @Override
        public void close() {
            booster.dispose();
        }
    }
}
