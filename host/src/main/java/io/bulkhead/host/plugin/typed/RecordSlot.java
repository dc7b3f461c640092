package io.bulkhead.host.plugin.typed;

import io.bulkhead.api.typed.adapter.Argument;
import java.util.ArrayList;
import java.util.List;

/** A record whose components are inputs: of one value each, or of one for each row. */
final class RecordSlot implements Slot {
    private final RecordShape shape;
    private final List<Slot> components;
    private final boolean isRows;

    /**
     * @param isRows whether the components are {@link ColumnSlot}s
     */
    RecordSlot(RecordShape shape, List<Slot> components, boolean isRows) {
        this.shape = shape;
        this.components = components;
        this.isRows = isRows;
    }

    @Override
    public List<Argument<?>> inputs() {
        return components.stream().flatMap(component -> component.inputs().stream()).toList();
    }

    @Override
    public Object read(Call call) {
        Object[] values = components.stream().map(component -> component.read(call)).toArray();
        return isRows ? new Records(values) : shape.make(values);
    }

    private final class Records implements Rows {
        private final List<Rows> columns = new ArrayList<>();

        Records(Object[] columns) {
            for (Object column : columns) {
                this.columns.add((Rows) column);
            }
        }

        @Override
        public List<String> names() {
            return columns.stream().flatMap(column -> column.names().stream()).toList();
        }

        @Override
        public int[] counts() {
            return columns.stream().mapToInt(column -> column.counts()[0]).toArray();
        }

        @Override
        public Object at(int row) {
            return shape.make(columns.stream().map(column -> column.at(row)).toArray());
        }
    }
}
