package com.example.typed;

import io.bulkhead.api.typed.Predict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Records in, records out, all at once. */
public final class Records {
    public record Row(String name, int count) {}

    @Predict
    CompletableFuture<List<Row>> reversed(List<Row> rows) {
        List<Row> reversed = new ArrayList<>(rows);
        java.util.Collections.reverse(reversed);
        return CompletableFuture.completedFuture(reversed);
    }
}
