package io.bulkhead.plugin.xgboost;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.trees.OutputName;
import io.bulkhead.plugin.xgboost.kernel.Predictor;
import java.util.ArrayList;
import java.util.List;

/** What lies behind a prediction: margins, leaves, and what each feature has to do with it. */
record Explanation(Predictor predictor) {
    /** Depends on the file: whether it has trees, and tells where training rows went. */
    List<OutputName> names() {
        List<OutputName> names = new ArrayList<>(List.of(OutputName.MARGIN));
        if (predictor.hasLeaves()) {
            names.add(OutputName.LEAF);
        }
        if (predictor.hasContributions()) {
            names.add(OutputName.CONTRIBUTIONS);
        }
        if (predictor.hasInteractions()) {
            names.add(OutputName.INTERACTIONS);
        }
        return names;
    }

    Tensor answer(OutputName output, String name, FeatureRows rows) {
        float[] values = rows.values();
        int count = rows.count();
        requireRoom(output, count);
        Shape shape = shape(output, count);
        return switch (output) {
            case MARGIN -> Tensor.of(name, shape, predictor.margins(values, count));
            case LEAF -> Tensor.of(name, shape, predictor.leaves(values, count));
            case CONTRIBUTIONS -> Tensor.of(name, shape, predictor.contributions(values, count));
            case INTERACTIONS -> Tensor.of(name, shape, predictor.interactions(values, count));
            case PREDICT, PREDICT_PROBA, PREDICT_LOG_PROBA, EXPONENT ->
                    throw new IllegalArgumentException(name + " explains nothing");
        };
    }

    private void requireRoom(OutputName output, int count) {
        boolean pairs = output == OutputName.INTERACTIONS;
        if (!pairs && output != OutputName.CONTRIBUTIONS) {
            return;
        }
        long most = predictor.explainableRows(pairs);
        if (count > most) {
            throw ServingException.invalidArgument(
                    "output '"
                            + output.wireName()
                            + "': at most "
                            + most
                            + " rows, found "
                            + count);
        }
    }

    TensorMetadata described(OutputName output) {
        Datatype datatype = output == OutputName.LEAF ? Datatype.INT32 : Datatype.FP32;
        Shape shape = shape(output, Shape.ANY);
        // A vector of numbers is sent as a column.
        Shape sent = shape.rank() == 1 ? Shape.of(Shape.ANY, 1) : shape;
        return new TensorMetadata(output.wireName(), datatype, sent, Parameters.empty());
    }

    /** As the library's: without a dimension for classes if there is one margin. */
    private Shape shape(OutputName output, long rows) {
        long margins = predictor.outputCount();
        long width = predictor.featureCount() + 1L;
        boolean single = margins == 1;
        return switch (output) {
            case LEAF -> Shape.of(rows, predictor.treeCount());
            case CONTRIBUTIONS -> single ? Shape.of(rows, width) : Shape.of(rows, margins, width);
            case INTERACTIONS ->
                    single ? Shape.of(rows, width, width) : Shape.of(rows, margins, width, width);
            default -> single ? Shape.of(rows) : Shape.of(rows, margins);
        };
    }
}
