package com.example;

import com.microsoft.ml.lightgbm.PredictionType;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** LightGBM's own library, in whatever version it is compiled with. */
@Extension
public class LightgbmRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "native-lightgbm";
    }

    @Override
    public List<String> artifacts() {
        return List.of("model.bst");
    }

    @Override
    public boolean recognises(java.nio.file.Path artifact) {
        return false; // such files are the built-in runtime's
    }

    @Override
    public Model create(ModelContext context) {
        try {
            String text = Files.readString(context.artifact());
            LGBMBooster booster = LGBMBooster.loadModelFromString(text);
            return new NativeModel(booster, nativeVersion(booster));
        } catch (IOException | LGBMException e) {
            throw ServingException.loadFailed("LightGBM cannot read the model", e);
        }
    }

    /** What the native library, not the jar, writes into a model that it saves: v3, v4. */
    private static String nativeVersion(LGBMBooster booster) throws LGBMException {
        return booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.SPLIT)
                .lines()
                .filter(line -> line.startsWith("version="))
                .findFirst()
                .orElseThrow()
                .substring("version=".length());
    }

    private static final class NativeModel implements Model {
        private final LGBMBooster booster;
        private final String version;

        NativeModel(LGBMBooster booster, String version) {
            this.booster = booster;
            this.version = version;
        }

        @Override
        public synchronized CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext call) {
            Tensor x = request.inputs().get(0);
            int rows = (int) x.shape().dimension(0);
            int columns = (int) x.shape().dimension(1);
            try {
                double[] answer =
                        booster.predictForMat(
                                x.toFloats(),
                                rows,
                                columns,
                                true,
                                PredictionType.C_API_PREDICT_NORMAL);
                return InferenceResponse.completed(
                        Tensor.of("answer", Shape.of(rows), answer),
                        Tensor.ofStrings("library_version", Shape.of(1), List.of(version)),
                        Tensor.of("pid", Shape.of(1), new long[] {ProcessHandle.current().pid()}));
            } catch (LGBMException e) {
                throw ServingException.unprocessable("LightGBM cannot take this input");
            }
        }

        @Override
        public void close() {
            try {
                booster.close();
            } catch (LGBMException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
