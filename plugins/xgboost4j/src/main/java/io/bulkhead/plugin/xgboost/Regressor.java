package io.bulkhead.plugin.xgboost;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.trees.OutputName;
import io.bulkhead.plugin.xgboost.kernel.Predictor;
import java.util.List;

/** Gives the booster's predictions as they are: also those of plain boosters and rankers. */
record Regressor(Predictor predictor) implements Estimator {
    @Override
    public Tensor predictions(String name, FeatureRows rows) {
        float[] values = predictor.predict(rows.values(), rows.count());
        int width = predictor.predictionCount();
        Shape shape = width == 1 ? Shape.of(rows.count()) : Shape.of(rows.count(), width);
        return Tensor.of(name, shape, values);
    }

    @Override
    public boolean hasProbabilities() {
        return false;
    }

    @Override
    public Tensor probabilities(String name, FeatureRows rows) {
        throw new IllegalStateException("a regressor has no probabilities");
    }

    @Override
    public List<TensorMetadata> outputs() {
        Shape shape = Shape.of(Shape.ANY, predictor.predictionCount());
        String name = OutputName.PREDICT.wireName();
        return List.of(new TensorMetadata(name, Datatype.FP32, shape, Parameters.empty()));
    }
}
