package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.Kernel;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** VectorAssembler: numbers and vectors, one after the other. */
public final class Assembler implements Kernel {
    private final int[] inputs;
    private final int output;
    private final InvalidValues invalid;

    private Assembler(int[] inputs, int output, InvalidValues invalid) {
        this.inputs = inputs;
        this.output = output;
        this.invalid = invalid;
    }

    public static void read(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        int[] inputs = anyInputs(pipeline, saved.params().texts("inputCols"));
        Column column = assembled(pipeline, inputs, Transform.outputColumn(saved));
        int output = pipeline.output(column);
        pipeline.assembles(output, inputs);
        // Versions before 2.4 assembled NaN as any number.
        InvalidValues invalid = saved.isBefore24() ? InvalidValues.KEEP : InvalidValues.of(saved);
        Assembler assembler = new Assembler(inputs, output, invalid);
        pipeline.step(inputs, new int[] {output}, assembler);
    }

    static int[] anyInputs(PipelineBuilder pipeline, List<String> names) {
        return names.stream().mapToInt(name -> pipeline.input(Column.any(name))).toArray();
    }

    /** Knows its size if all inputs do. */
    private static Column assembled(PipelineBuilder pipeline, int[] inputs, String name) {
        List<Integer> categories = new ArrayList<>();
        int size = 0;
        boolean sized = true;
        for (int input : inputs) {
            Column column = pipeline.column(input);
            Optional<Integer> width = column.width();
            sized &= width.isPresent();
            size += width.orElse(0);
            // A column of a request is a number, most likely.
            categories.addAll(width.isPresent() ? column.categories() : List.of(0));
        }
        int known = sized ? size : Column.ANY_SIZE;
        return new Column(name, Column.Type.VECTOR, known, List.of(), List.copyOf(categories));
    }

    @Override
    public void apply(Cell[] row) {
        int size = 0;
        int filled = 0;
        for (int input : inputs) {
            Cell cell = row[input];
            size += cell.isVector() ? cell.vector().size() : 1;
            filled += cell.isVector() ? filled(cell.vector()) : number(cell) == 0 ? 0 : 1;
        }
        VectorBuffer vector = row[output].startVector();
        if (1.5 * (filled + 1) < size) { // Spark's rule; some stages tell both forms apart
            vector.sparse(size);
            appendAll(row, vector);
        } else {
            writeAll(row, vector.dense(size));
        }
    }

    private static int filled(VectorBuffer vector) {
        int filled = 0;
        for (int i = 0; i < vector.count(); i++) {
            filled += vector.value(i) == 0 ? 0 : 1;
        }
        return filled;
    }

    private void writeAll(Cell[] row, double[] values) {
        int place = 0;
        for (int input : inputs) {
            Cell cell = row[input];
            if (cell.isVector()) {
                cell.vector().writeTo(values, place);
                place += cell.vector().size();
            } else {
                values[place++] = number(cell);
            }
        }
    }

    private void appendAll(Cell[] row, VectorBuffer vector) {
        int place = 0;
        for (int input : inputs) {
            Cell cell = row[input];
            if (!cell.isVector()) {
                double number = number(cell);
                if (number != 0) {
                    vector.append(place, number);
                }
                place++;
                continue;
            }
            VectorBuffer part = cell.vector();
            for (int i = 0; i < part.count(); i++) {
                if (part.value(i) != 0) {
                    vector.append(place + part.index(i), part.value(i));
                }
            }
            place += part.size();
        }
    }

    private double number(Cell cell) {
        double number = cell.number();
        if (Double.isNaN(number) && !invalid.keeps()) {
            throw cell.refused("a number is wanted, found nothing or NaN");
        }
        return number;
    }
}
