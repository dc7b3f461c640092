package com.example;

import ai.catboost.CatBoostError;
import ai.catboost.CatBoostModel;
import ai.catboost.CatBoostPredictions;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** CatBoost's own library, in whatever version it is compiled with. */
@Extension
public class CatboostRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "native-catboost";
    }

    @Override
    public List<String> artifacts() {
        return List.of("model.cbm");
    }

    @Override
    public boolean recognises(java.nio.file.Path artifact) {
        return false; // such files are the built-in runtime's
    }

    @Override
    public Model create(ModelContext context) {
        try {
            CatBoostModel model = CatBoostModel.loadModel(context.artifact().toString());
            return new NativeModel(model, version());
        } catch (CatBoostError | IOException e) {
            throw ServingException.loadFailed("CatBoost cannot read the model", e);
        }
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        String place = "/META-INF/maven/ai.catboost/catboost-prediction/pom.properties";
        try (InputStream in = CatBoostModel.class.getResourceAsStream(place)) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    private static final class NativeModel implements Model {
        private final CatBoostModel model;
        private final String version;

        NativeModel(CatBoostModel model, String version) {
            this.model = model;
            this.version = version;
        }

        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext call) {
            Tensor x = request.inputs().get(0);
            int rows = (int) x.shape().dimension(0);
            int columns = (int) x.shape().dimension(1);
            float[] values = x.toFloats();
            float[][] features = new float[rows][columns];
            for (int row = 0; row < rows; row++) {
                System.arraycopy(values, row * columns, features[row], 0, columns);
            }
            double[] answer = new double[rows];
            try {
                CatBoostPredictions predictions = model.predict(features, (String[][]) null);
                for (int row = 0; row < rows; row++) {
                    answer[row] = predictions.get(row, 0);
                }
            } catch (CatBoostError e) {
                throw ServingException.unprocessable("CatBoost cannot take this input");
            }
            return InferenceResponse.completed(
                    Tensor.of("answer", Shape.of(rows), answer),
                    Tensor.ofStrings("library_version", Shape.of(1), List.of(version)),
                    Tensor.of("pid", Shape.of(1), new long[] {ProcessHandle.current().pid()}));
        }

        @Override
        public void close() {
            try {
                model.close();
            } catch (CatBoostError e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
