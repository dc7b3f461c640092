package io.bulkhead.host.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.model.LoadedModels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerLeaseTest {
    private final LoadedModel model = LoadedModels.of("m", "");
    private final List<String> told = new ArrayList<>();

    private AnswerLease lease() {
        assertThat(model.acquire()).isTrue();
        return new AnswerLease(model);
    }

    @Test
    void givesAllBackOnce() {
        AnswerLease lease = lease();
        assertThat(lease.atEnd(() -> told.add("first"))).isTrue();
        assertThat(lease.atEnd(() -> told.add("second"))).isTrue();

        lease.close();
        lease.close();

        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void keepsNothingOnceItIsClosed() {
        AnswerLease lease = lease();
        lease.close();

        assertThat(lease.atEnd(() -> told.add("late"))).isFalse();
        assertThat(told).isEmpty();
    }
}
