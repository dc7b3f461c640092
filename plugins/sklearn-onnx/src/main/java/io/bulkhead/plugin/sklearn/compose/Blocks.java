package io.bulkhead.plugin.sklearn.compose;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.DtypeParameter;
import io.bulkhead.plugin.sklearn.estimator.FrameOutput;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.MixedValues;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.TableValues;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Matrices of equally many rows, put side by side. */
final class Blocks {
    private record Block(Values values, double weight) {}

    private final List<Block> blocks = new ArrayList<>();

    void add(Values values, double weight) {
        blocks.add(new Block(values, weight));
    }

    /** The weight that an estimator gives to one of its transformers. */
    static double weight(Attributes attributes, String name) {
        return attributes
                .findDict("transformer_weights")
                .flatMap(weights -> weights.get(name))
                .filter(Number.class::isInstance)
                .map(weight -> ((Number) weight).doubleValue())
                .orElse(1.0);
    }

    /** Whether one of them is sparse in Python. */
    boolean anySparse() {
        return blocks.stream().anyMatch(block -> block.values().sparse());
    }

    /** What was joined, as Python has it. */
    static Values asSparse(Values joined, boolean sparse) {
        if (joined instanceof SparseMatrix few) {
            return few.asSparse(sparse);
        }
        return joined instanceof Matrix matrix ? matrix.asSparse(sparse) : joined;
    }

    /** Sparse if one of them is; whole numbers if all of them are. */
    Values join(int rows, String owner) {
        if (blocks.stream().anyMatch(block -> block.values() instanceof SparseMatrix)) {
            return joinSparse(rows, owner);
        }
        Set<Datatype> types = EnumSet.noneOf(Datatype.class);
        blocks.forEach(block -> types.addAll(types(block)));
        if (types.contains(Datatype.BYTES)) {
            return joinColumns(owner);
        }
        Matrix joined = joinDense(rows, owner);
        Datatype first = types.isEmpty() ? Datatype.FP64 : types.iterator().next();
        return types.size() == 1 && (first.isInteger() || first == Datatype.BOOL)
                ? new DtypeParameter(first).cast(rows, joined.columns(), joined.values())
                : joined;
    }

    /** What an array of the block alone would be of. */
    private static Set<Datatype> types(Block block) {
        if (block.values() instanceof TensorValues values && block.weight() == 1) {
            return EnumSet.of(values.tensor().datatype());
        }
        Set<Datatype> types = EnumSet.noneOf(Datatype.class);
        if (block.values() instanceof TableValues values && block.weight() == 1) {
            values.table().columns().forEach(column -> types.add(column.datatype()));
        } else if (block.values() instanceof MixedValues) {
            types.add(Datatype.BYTES);
        } else {
            types.add(Datatype.FP64);
        }
        return types;
    }

    /** Text stays text beside numbers. */
    private MixedValues joinColumns(String owner) {
        List<Tensor> columns = new ArrayList<>();
        for (Block block : blocks) {
            for (int index = 0; index < block.values().columns(owner); index++) {
                Tensor column = FrameOutput.column(block.values(), index);
                columns.add(column.withName(Integer.toString(columns.size())));
            }
        }
        return new MixedValues(new TableValues(Table.of(columns)));
    }

    /**
     * Columns that keep their types, if all blocks have such; the names are for {@link
     * io.bulkhead.plugin.sklearn.estimator.FrameOutput} to give.
     */
    Values table(int rows, String owner) {
        List<Tensor> columns = new ArrayList<>();
        for (Block block : blocks) {
            if (!(block.values() instanceof TableValues values) || block.weight() != 1) {
                return join(rows, owner);
            }
            for (Tensor column : values.table().columns()) {
                columns.add(column.withName(Integer.toString(columns.size())));
            }
        }
        return new TableValues(Table.of(columns));
    }

    private SparseMatrix joinSparse(int rows, String owner) {
        List<SparseMatrix> parts = new ArrayList<>();
        for (Block block : blocks) {
            Values values = block.values();
            parts.add(
                    values instanceof SparseMatrix sparse
                            ? sparse
                            : SparseMatrix.of(values.numbers(owner)));
        }
        int[] starts = new int[rows + 1];
        int size = parts.stream().mapToInt(part -> part.values().length).sum();
        int[] places = new int[size];
        double[] values = new double[size];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            int offset = 0;
            for (int part = 0; part < parts.size(); part++) {
                SparseMatrix from = parts.get(part);
                for (int i = from.start(row); i < from.start(row + 1); i++) {
                    places[next] = offset + from.places()[i];
                    values[next++] = blocks.get(part).weight() * from.values()[i];
                }
                offset += from.columns();
            }
            starts[row + 1] = next;
        }
        int width = parts.stream().mapToInt(SparseMatrix::columns).sum();
        return new SparseMatrix(width, starts, places, values, datatype(parts));
    }

    private Datatype datatype(List<SparseMatrix> parts) {
        Datatype first = parts.get(0).datatype();
        boolean same = parts.stream().allMatch(part -> part.datatype() == first);
        boolean weighted = blocks.stream().anyMatch(block -> block.weight() != 1);
        return same && !(weighted && first == Datatype.INT64) ? first : Datatype.FP64;
    }

    private Matrix joinDense(int rows, String owner) {
        List<Matrix> parts = blocks.stream().map(block -> block.values().numbers(owner)).toList();
        int width = parts.stream().mapToInt(Matrix::columns).sum();
        boolean single = !parts.isEmpty() && parts.stream().allMatch(Matrix::single);
        double[] joined = new double[rows * width];
        int offset = 0;
        for (int part = 0; part < parts.size(); part++) {
            copy(parts.get(part), blocks.get(part).weight(), joined, offset, width);
            offset += parts.get(part).columns();
        }
        return new Matrix(rows, width, joined, single);
    }

    private static void copy(Matrix matrix, double weight, double[] joined, int offset, int width) {
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                joined[row * width + offset + column] =
                        weight * matrix.values()[row * matrix.columns() + column];
            }
        }
    }
}
