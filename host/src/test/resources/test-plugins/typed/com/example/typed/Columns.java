package com.example.typed;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.typed.Predict;

/** A table of whatever columns there are, beside an input of its own. */
public final class Columns {
    @Predict
    Table same(String note, Table table) {
        return note.equals("drop") ? Table.of(table.columns().subList(0, 1)) : table;
    }
}
