package io.bulkhead.plugin.catboost;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.catboost.kernel.Explainer;
import io.bulkhead.plugin.catboost.kernel.Predictor;
import io.bulkhead.plugin.trees.OutputName;
import io.bulkhead.plugin.trees.Outputs;
import java.util.ArrayList;
import java.util.List;

/** What lies behind a prediction: raw values, leaves, and what each column has to do with it. */
record Explanation(Predictor predictor) {
    /** Depends on the file: whether it tells where training rows went. */
    List<OutputName> names() {
        List<OutputName> names = new ArrayList<>(List.of(OutputName.MARGIN, OutputName.LEAF));
        predictor
                .explainer()
                .ifPresent(
                        explainer -> {
                            names.add(OutputName.CONTRIBUTIONS);
                            if (explainer.hasInteractions()) {
                                names.add(OutputName.INTERACTIONS);
                            }
                        });
        return names;
    }

    Tensor answer(Outputs.Wanted wanted, FeatureRows rows) {
        float[] floats = rows.floats();
        int[] hashes = rows.hashes();
        int count = rows.shape().count();
        Shape shape = rows.shape().of(widths(wanted.output()));
        if (wanted.output() == OutputName.LEAF) {
            return Tensor.of(wanted.name(), shape, predictor.leaves(floats, hashes, count));
        }
        Explainer explainer =
                predictor
                        .explainer()
                        .orElseThrow(() -> new IllegalStateException("checked before"));
        boolean pairs = wanted.output() == OutputName.INTERACTIONS;
        long most = explainer.explainableRows(pairs);
        if (count > most) {
            throw ServingException.invalidArgument(
                    "output '" + wanted.name() + "': at most " + most + " rows, found " + count);
        }
        double[] values =
                pairs
                        ? explainer.interactions(floats, hashes, count)
                        : explainer.contributions(floats, hashes, count);
        return Tensor.of(wanted.name(), shape, values);
    }

    TensorMetadata described(OutputName output) {
        Datatype datatype = output == OutputName.LEAF ? Datatype.INT32 : Datatype.FP64;
        Shape shape = new RowShape((int) Shape.ANY, false).of(widths(output));
        return new TensorMetadata(output.wireName(), datatype, shape, Parameters.empty());
    }

    /** Without a dimension for raw values if there is one. */
    private long[] widths(OutputName output) {
        long values = predictor.dimension();
        long width = predictor.explainer().map(Explainer::columnCount).orElse(0) + 1L;
        boolean single = values == 1;
        long explained = predictor.explainer().map(Explainer::explainedValues).orElse(0);
        return switch (output) {
            case LEAF -> new long[] {predictor.treeCount()};
            case CONTRIBUTIONS -> single ? new long[] {width} : new long[] {explained, width};
            case INTERACTIONS ->
                    single ? new long[] {width, width} : new long[] {values, width, width};
            default -> new long[] {values};
        };
    }
}
