package io.bulkhead.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Tensor AGE = Tensor.of("age", Shape.of(2), new long[] {1, 2});

    @Test
    void findsColumnsByName() {
        Table table = Table.of(List.of(AGE, AGE.withName("height")));
        assertThat(table.columnNames()).containsExactly("age", "height");
        assertThat(table.rowCount()).isEqualTo(2);
        assertThat(table.column("age")).contains(AGE);
        assertThat(table.column("weight")).isEmpty();
    }

    @Test
    void refusesColumnsOfUnequalLengthAndTwinNames() {
        Tensor shorter = Tensor.of("height", Shape.of(1), new long[] {1});
        assertThatIllegalArgumentException().isThrownBy(() -> Table.of(List.of(AGE, shorter)));
        assertThatIllegalArgumentException().isThrownBy(() -> Table.of(List.of(AGE, AGE)));
    }
}
