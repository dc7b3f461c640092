package io.bulkhead.plugin.lightgbm;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.lightgbm.format.ModelDocument;
import io.bulkhead.plugin.lightgbm.kernel.Predictor;
import io.bulkhead.plugin.trees.OutputName;
import java.util.ArrayList;
import java.util.List;

/** Gives all that can be asked of a model: predictions, and what lies behind them. */
record Estimator(Predictor predictor, Kind kind) {
    /** What predictions are, which the objective says. */
    enum Kind {
        /** The probability of class 1. */
        BINARY,
        /** A probability for each class. */
        MULTI_CLASS,
        /** Numbers. */
        REGRESSION
    }

    static Estimator of(ModelDocument document, Predictor predictor) {
        String objective = document.objective().strip().split(" ", 2)[0];
        Kind kind =
                switch (objective) {
                    case "binary" -> Kind.BINARY;
                    case "multiclass", "multiclassova" -> Kind.MULTI_CLASS;
                    default -> Kind.REGRESSION;
                };
        return new Estimator(predictor, kind);
    }

    /** The outputs that this model has. */
    List<OutputName> names() {
        List<OutputName> names = new ArrayList<>(List.of(OutputName.PREDICT));
        if (kind != Kind.REGRESSION) {
            names.add(OutputName.PREDICT_PROBA);
        }
        names.add(OutputName.MARGIN);
        names.add(OutputName.LEAF);
        if (predictor.hasContributions()) {
            names.add(OutputName.CONTRIBUTIONS);
            names.add(OutputName.INTERACTIONS);
        }
        return names;
    }

    /** Computes one of these outputs for all rows. */
    Tensor answer(OutputName output, String name, FeatureRows rows) {
        double[] values = rows.values();
        int count = rows.count();
        Shape shape = shape(output, count);
        return switch (output) {
            case PREDICT -> Tensor.of(name, shape, predictor.predict(values, count));
            case PREDICT_PROBA -> Tensor.of(name, shape, probabilities(values, count));
            case MARGIN -> Tensor.of(name, shape, predictor.rawScores(values, count));
            case LEAF -> Tensor.of(name, shape, predictor.leaves(values, count));
            case CONTRIBUTIONS -> Tensor.of(name, shape, contributions(values, count));
            case INTERACTIONS -> Tensor.of(name, shape, interactions(values, count));
            case PREDICT_LOG_PROBA, EXPONENT -> throw unknown(output);
        };
    }

    private double[] probabilities(double[] rows, int count) {
        double[] predictions = predictor.predict(rows, count);
        if (kind != Kind.BINARY) {
            return predictions;
        }
        double[] both = new double[2 * count];
        for (int i = 0; i < count; i++) {
            both[2 * i] = 1 - predictions[i];
            both[2 * i + 1] = predictions[i];
        }
        return both;
    }

    private double[] contributions(double[] rows, int count) {
        requireRoom(OutputName.CONTRIBUTIONS, predictor.explainableRows(false), count);
        return predictor.contributions(rows, count);
    }

    private double[] interactions(double[] rows, int count) {
        requireRoom(OutputName.INTERACTIONS, predictor.explainableRows(true), count);
        return predictor.interactions(rows, count);
    }

    private static void requireRoom(OutputName output, long most, int count) {
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

    /** What one of the outputs looks like, for the model's metadata. */
    TensorMetadata described(OutputName output) {
        Datatype datatype = output == OutputName.LEAF ? Datatype.INT32 : Datatype.FP64;
        Shape shape = shape(output, Shape.ANY);
        // A vector of numbers is sent as a column.
        Shape sent = shape.rank() == 1 ? Shape.of(Shape.ANY, 1) : shape;
        return new TensorMetadata(output.wireName(), datatype, sent, Parameters.empty());
    }

    private Shape shape(OutputName output, long rows) {
        long scores = predictor.outputCount();
        long width = predictor.featureCount() + 1L;
        boolean single = scores == 1;
        return switch (output) {
            case PREDICT, MARGIN -> single ? Shape.of(rows) : Shape.of(rows, scores);
            case PREDICT_PROBA -> Shape.of(rows, kind == Kind.BINARY ? 2 : scores);
            case LEAF -> Shape.of(rows, predictor.treeCount());
            case CONTRIBUTIONS -> single ? Shape.of(rows, width) : Shape.of(rows, scores, width);
            case INTERACTIONS ->
                    single ? Shape.of(rows, width, width) : Shape.of(rows, scores, width, width);
            case PREDICT_LOG_PROBA, EXPONENT -> throw unknown(output);
        };
    }

    /** One that is not among the {@link #names}. */
    private static IllegalArgumentException unknown(OutputName output) {
        return new IllegalArgumentException("LightGBM has no " + output.wireName());
    }
}
