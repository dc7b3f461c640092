package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.LinearAlgebra.Matrix;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.Arrays;

/** Transformers that make other vectors of vectors. */
public final class Vectors {
    private Vectors() {}

    /** PCAModel: products with the principal components; nothing is centred. */
    public static void readPrincipalComponents(SavedStage saved, PipelineBuilder pipeline)
            throws IOException {
        Matrix components = LinearAlgebra.matrix(saved.row(), "pc");
        int count = components.columns();
        Transform.addVectors(
                saved,
                pipeline,
                components.rows(),
                count,
                (from, to) -> {
                    double[] values = to.dense(count);
                    for (int i = 0; i < from.count(); i++) {
                        double value = from.value(i);
                        int start = from.index(i) * count;
                        for (int j = 0; j < count; j++) {
                            values[j] += value * components.values()[start + j];
                        }
                    }
                });
    }

    /** VectorSlicer. */
    public static void readSlicer(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        if (saved.params().has("names") && !saved.params().texts("names").isEmpty()) {
            throw new MalformedModelException(
                    "VectorSlicer by names is not supported: names are no part of a request;"
                            + " use indices");
        }
        addSelection(saved, pipeline, "inputCol", wholes(saved.params().numbers("indices")));
    }

    /** The selectors of features: all of them save what they chose. */
    public static void readSelector(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        int[] chosen = saved.row().wholes("selectedFeatures");
        Arrays.sort(chosen);
        addSelection(saved, pipeline, "featuresCol", chosen);
    }

    private static void addSelection(
            SavedStage saved, PipelineBuilder pipeline, String input, int[] chosen)
            throws MalformedModelException {
        int highest = -1;
        for (int index : chosen) {
            if (index < 0) {
                throw new MalformedModelException("feature " + index + " is chosen");
            }
            highest = Math.max(highest, index);
        }
        int wanted = highest + 1;
        Column from = Column.vector(saved.params().text(input), Column.ANY_SIZE);
        Column to = Column.vector(Transform.outputColumn(saved), chosen.length);
        Transform.add(
                pipeline,
                from,
                to,
                (read, write) -> {
                    VectorBuffer vector = read.vector();
                    if (vector.size() < wanted) {
                        throw read.refused(
                                "a vector of at least "
                                        + wanted
                                        + " values is wanted, found "
                                        + vector.size());
                    }
                    double[] values = write.startVector().dense(chosen.length);
                    for (int i = 0; i < chosen.length; i++) {
                        values[i] = vector.at(chosen[i]);
                    }
                });
    }

    /** VectorSizeHint: refuses vectors of another size; nothing else is optimistic. */
    public static void readSizeHint(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        String name = Transform.inputColumn(saved);
        boolean optimistic = saved.params().text("handleInvalid", "error").equals("optimistic");
        int size = optimistic ? Column.ANY_SIZE : saved.params().whole("size", 0);
        Transform.add(
                pipeline,
                Column.vector(name, size),
                Column.vector(name, size),
                (from, to) ->
                        to.startVector().copyOf(optimistic ? from.vector() : from.vector(size)));
    }

    /** PolynomialExpansion: all products of up to {@code degree} values, in Spark's order. */
    public static void readPolynomial(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        int degree = saved.params().whole("degree", 2);
        Transform.addVectors(
                saved,
                pipeline,
                Column.ANY_SIZE,
                Column.ANY_SIZE,
                new PolynomialExpansion(degree)::expand);
    }

    /** DCT. */
    public static void readCosines(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        boolean inverse = saved.params().flag("inverse", false);
        Transform.addVectors(
                saved,
                pipeline,
                Column.ANY_SIZE,
                Column.ANY_SIZE,
                new CosineTransform(inverse)::transform);
    }

    static int[] wholes(double[] numbers) throws MalformedModelException {
        int[] wholes = new int[numbers.length];
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = (int) numbers[i];
            if (wholes[i] != numbers[i]) {
                throw new MalformedModelException("an integer is wanted, found " + numbers[i]);
            }
        }
        return wholes;
    }
}
