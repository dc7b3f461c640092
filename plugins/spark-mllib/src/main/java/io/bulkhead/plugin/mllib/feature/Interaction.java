package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.Kernel;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Interaction: all products of one value of each column. A column of categories counts as one value
 * for each, of which one is 1.
 */
public final class Interaction implements Kernel {
    private final int[] inputs;
    private final int[][] categories;
    private final int[] factors;
    private final int output;

    private Interaction(int[] inputs, int[][] categories, int[] factors, int output) {
        this.inputs = inputs;
        this.categories = categories;
        this.factors = factors;
        this.output = output;
    }

    public static void read(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        List<String> names = saved.params().texts("inputCols");
        int[] inputs = Assembler.anyInputs(pipeline, names);
        int[][] categories = new int[inputs.length][];
        for (int i = 0; i < inputs.length; i++) {
            Column column = pipeline.column(inputs[i]);
            categories[i] = column.categories().stream().mapToInt(Integer::intValue).toArray();
        }
        String name = Transform.outputColumn(saved);
        int output = pipeline.output(Column.vector(name, Column.ANY_SIZE));
        int[] factors = Arrays.stream(inputs).map(input -> pipeline.scratch()).toArray();
        Interaction interaction = new Interaction(inputs, categories, factors, output);
        pipeline.step(inputs, new int[] {output}, interaction);
    }

    @Override
    public void apply(Cell[] row) {
        int size = 1;
        for (int i = 0; i < inputs.length; i++) {
            size = Math.multiplyExact(size, encode(row[inputs[i]], categories[i], row[factors[i]]));
        }
        double[] products = row[output].startVector().dense(size);
        Arrays.fill(products, 0, size, 1);
        int repeats = size;
        for (int factor : factors) { // the first column changes slowest
            VectorBuffer values = row[factor].vector();
            repeats /= Math.max(1, values.size());
            for (int i = 0; i < size; i++) {
                products[i] *= values.at((i / repeats) % values.size());
            }
        }
    }

    /** Writes a column's values, categories spread out; returns how many there are. */
    private static int encode(Cell from, int[] categories, Cell to) {
        int count = from.isVector() ? from.vector().size() : 1;
        int[] starts = new int[count + 1];
        boolean described = categories.length == count;
        for (int i = 0; i < count; i++) {
            starts[i + 1] = starts[i] + (described ? Math.max(1, categories[i]) : 1);
        }
        double[] values = to.startVector().dense(starts[count]);
        if (!from.isVector()) {
            encode(from, from.number(), starts[0], starts[1], values);
            return starts[1];
        }
        // What a sparse vector does not store stays 0, the flag of a category 0 too, as in Spark.
        VectorBuffer vector = from.vector();
        for (int i = 0; i < vector.count(); i++) {
            int index = vector.index(i);
            encode(from, vector.value(i), starts[index], starts[index + 1], values);
        }
        return starts[count];
    }

    private static void encode(Cell from, double value, int start, int end, double[] values) {
        if (end - start == 1) { // a number, or a category without others
            values[start] = value;
            return;
        }
        if (value != Math.rint(value) || value < 0 || value >= end - start) {
            throw from.refused("a category from 0 to " + (end - start - 1) + " is wanted");
        }
        values[start + (int) value] = 1;
    }
}
