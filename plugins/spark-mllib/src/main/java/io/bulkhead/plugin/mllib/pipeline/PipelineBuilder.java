package io.bulkhead.plugin.mllib.pipeline;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a pipeline together, stage by stage in the order in which they run. Columns get numbers; a
 * column that no stage before has written is an input.
 */
public final class PipelineBuilder {
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, Integer> latest = new HashMap<>();
    private final Map<String, Integer> inputs = new LinkedHashMap<>();
    private final Map<String, Integer> outputs = new LinkedHashMap<>();
    private final Map<Role, Integer> roles = new EnumMap<>(Role.class);
    private final Map<Integer, int[]> parts = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> stages = new ArrayList<>();
    private int firstOfLastStage;

    /** The number of a column that a stage reads. */
    public int input(Column wanted) {
        Integer known = latest.get(wanted.name());
        if (known == null) {
            int slot = add(wanted);
            latest.put(wanted.name(), slot);
            inputs.put(wanted.name(), slot);
            return slot;
        }
        if (inputs.containsValue(known)) {
            columns.set(known, columns.get(known).refinedBy(wanted));
        }
        refineParts(known, wanted.size());
        return known;
    }

    /** A vector that is as long as it has parts is made of numbers. */
    private void refineParts(int slot, int size) {
        int[] inputsOfIt = parts.get(slot);
        Column assembled = columns.get(slot);
        if (inputsOfIt == null || assembled.categories().size() != size) {
            return;
        }
        columns.set(slot, Column.vector(assembled.name(), assembled.categories()));
        for (int part : inputsOfIt) {
            if (columns.get(part).type() == Column.Type.ANY) {
                columns.set(part, Column.number(columns.get(part).name()));
            }
        }
    }

    /** Notes what a vector is put together of, for those who know its size. */
    public void assembles(int output, int[] inputsOfIt) {
        parts.put(output, inputsOfIt.clone());
    }

    /** The number of a column that a stage writes. */
    public int output(Column column) {
        int slot = add(column);
        latest.put(column.name(), slot);
        outputs.put(column.name(), slot);
        return slot;
    }

    /** The number of a column that a stage writes, or of one without a name that nobody reads. */
    public int output(Optional<String> name, Column column) {
        return name.isPresent() ? output(column) : add(column);
    }

    /** The number of a cell for a stage's own use. */
    public int scratch() {
        return add(Column.any(""));
    }

    /** Whether a stage so far writes a column of this name. */
    public boolean writes(String name) {
        return outputs.containsKey(name);
    }

    /** What is known of a column at this place in the pipeline. */
    public Column column(int slot) {
        return columns.get(slot);
    }

    public void role(Role role, int slot) {
        roles.put(role, slot);
    }

    /** Whether a column has a role so far. */
    public boolean isRole(Role role, int slot) {
        return Integer.valueOf(slot).equals(roles.get(role));
    }

    public void step(int[] reads, int[] writes, Kernel kernel) {
        steps.add(new Step(reads.clone(), writes.clone(), kernel));
    }

    public void step(int read, int write, Kernel kernel) {
        step(new int[] {read}, new int[] {write}, kernel);
    }

    /** Says which of a stage's columns is the one that it is there for. */
    public void transformed(String name) {
        Integer slot = outputs.get(name);
        if (slot != null) {
            roles.put(Role.TRANSFORM, slot);
        }
    }

    /** Begins a stage; its kind is told in the model's properties. */
    public void stage(String kind) {
        stages.add(kind);
        firstOfLastStage = columns.size();
    }

    public Pipeline build() {
        return new Pipeline(
                List.copyOf(columns),
                List.copyOf(inputs.values()),
                new LinkedHashMap<>(outputs),
                Map.copyOf(roles),
                List.copyOf(steps),
                List.copyOf(stages),
                lastOutputs());
    }

    private List<Integer> lastOutputs() {
        Integer one = roles.get(Role.TRANSFORM);
        if (one != null && one >= firstOfLastStage) {
            return List.of(one);
        }
        return outputs.values().stream().filter(slot -> slot >= firstOfLastStage).toList();
    }

    private int add(Column column) {
        columns.add(column);
        return columns.size() - 1;
    }
}
