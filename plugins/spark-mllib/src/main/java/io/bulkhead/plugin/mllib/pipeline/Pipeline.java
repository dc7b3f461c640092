package io.bulkhead.plugin.mllib.pipeline;

import io.bulkhead.plugin.mllib.row.Cell;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A whole model: columns, and the steps that fill them. Immutable. */
public final class Pipeline {
    private final List<Column> columns;
    private final List<Integer> inputs;
    private final Map<String, Integer> outputs;
    private final Map<Role, Integer> roles;
    private final List<Step> steps;
    private final List<String> stages;
    private final List<Integer> lastOutputs;

    Pipeline(
            List<Column> columns,
            List<Integer> inputs,
            Map<String, Integer> outputs,
            Map<Role, Integer> roles,
            List<Step> steps,
            List<String> stages,
            List<Integer> lastOutputs) {
        this.columns = columns;
        this.inputs = inputs;
        this.outputs = outputs;
        this.roles = roles;
        this.steps = steps;
        this.stages = stages;
        this.lastOutputs = lastOutputs;
    }

    /**
     * What answers some columns: the steps that lead to them and no others.
     *
     * @param inputs numbers of the columns that a request has to bring
     */
    public record Plan(List<Integer> inputs, List<Kernel> kernels) {}

    /** Only what these columns depend on is computed and asked for. */
    public Plan plan(List<Integer> wanted) {
        BitSet needed = new BitSet(columns.size());
        wanted.forEach(needed::set);
        Deque<Kernel> kernels = new ArrayDeque<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (writesAny(step, needed)) {
                kernels.addFirst(step.kernel());
                for (int read : step.reads()) {
                    needed.set(read);
                }
            }
        }
        return new Plan(inputs.stream().filter(needed::get).toList(), List.copyOf(kernels));
    }

    private static boolean writesAny(Step step, BitSet needed) {
        for (int write : step.writes()) {
            if (needed.get(write)) {
                return true;
            }
        }
        return false;
    }

    /** Cells for a row. */
    public Cell[] newRow() {
        Cell[] row = new Cell[columns.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = new Cell(columns.get(i).name());
        }
        return row;
    }

    public Column column(int number) {
        return columns.get(number);
    }

    /** The numbers of the columns that no stage writes. */
    public List<Integer> inputs() {
        return inputs;
    }

    /** The numbers of the columns that stages write, by their names. */
    public Map<String, Integer> outputs() {
        return outputs;
    }

    public Optional<Integer> role(Role role) {
        return Optional.ofNullable(roles.get(role));
    }

    /** What the last stage writes for others to read. */
    public List<Integer> lastOutputs() {
        return lastOutputs;
    }

    /** The kinds of the stages in order. */
    public List<String> stages() {
        return stages;
    }
}
