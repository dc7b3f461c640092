package io.bulkhead.plugin.catboost;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.OutputName;
import io.bulkhead.plugin.trees.Outputs;
import java.util.List;

/** What CatBoost's Python classes make of a model's raw values. */
sealed interface Estimator permits Classifier, Regressor {
    /** A file with class labels, or of a loss that has classes, is a classifier's. */
    static Estimator of(ModelDocument document) throws MalformedModelException {
        return Classifier.isOne(document.info()) ? Classifier.of(document) : Regressor.of(document);
    }

    /** Of predictions and probabilities, what this kind of model has. */
    List<OutputName> names();

    /**
     * Computes predictions or probabilities for all rows.
     *
     * @param raw the values of the rows, which other outputs need as well
     */
    Tensor answer(Outputs.Wanted wanted, double[] raw, RowShape rows);

    /** What the model gives, for its metadata. */
    List<TensorMetadata> outputs();

    /** The raw values, as they are. */
    static Tensor raw(String name, double[] raw, int dimension, RowShape rows) {
        Shape shape = dimension == 1 ? rows.ofOne() : rows.of(dimension);
        return Tensor.of(name, shape, raw);
    }

    static TensorMetadata described(OutputName output, Datatype datatype, int width) {
        return new TensorMetadata(
                output.wireName(), datatype, Shape.of(Shape.ANY, width), Parameters.empty());
    }
}
