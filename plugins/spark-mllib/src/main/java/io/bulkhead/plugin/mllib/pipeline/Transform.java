package io.bulkhead.plugin.mllib.pipeline;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;

/** Adds stages of the usual form: one column in, one column out. */
public final class Transform {
    private Transform() {}

    /** From one cell to another. */
    @FunctionalInterface
    public interface Cells {
        void apply(Cell from, Cell to);
    }

    /** From one vector to another. */
    @FunctionalInterface
    public interface Vectors {
        void apply(VectorBuffer from, VectorBuffer to);
    }

    /** A column to a column, by their parameters {@code inputCol} and {@code outputCol}. */
    public static void add(PipelineBuilder pipeline, Column from, Column to, Cells transform) {
        int read = pipeline.input(from);
        int write = pipeline.output(to);
        pipeline.step(read, write, row -> transform.apply(row[read], row[write]));
    }

    /** Vectors of one size to vectors of another. */
    public static void addVectors(
            SavedStage saved, PipelineBuilder pipeline, int size, int newSize, Vectors transform)
            throws MalformedModelException {
        addVectors(saved, pipeline, "inputCol", size, newSize, transform);
    }

    public static void addVectors(
            SavedStage saved,
            PipelineBuilder pipeline,
            String inputParam,
            int size,
            int newSize,
            Vectors transform)
            throws MalformedModelException {
        Column from = Column.vector(saved.params().text(inputParam), size);
        Column to = Column.vector(outputColumn(saved), newSize);
        add(
                pipeline,
                from,
                to,
                (read, write) ->
                        transform.apply(
                                size == Column.ANY_SIZE ? read.vector() : read.vector(size),
                                write.startVector()));
    }

    public static String inputColumn(SavedStage saved) throws MalformedModelException {
        return saved.params().text("inputCol");
    }

    /** As Spark names it when nobody does: after the stage. */
    public static String outputColumn(SavedStage saved) throws MalformedModelException {
        return saved.params().text("outputCol", saved.uid() + "__output");
    }
}
