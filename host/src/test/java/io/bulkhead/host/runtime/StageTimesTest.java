package io.bulkhead.host.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StageTimesTest {
    private final StageTimes times = new StageTimes();

    @Test
    void aBucketHoldsItsUpperBound() {
        times.add(0);
        times.add(10_000);
        times.add(10_001);
        times.add(10_000_000_000L);
        times.add(10_000_000_001L);

        List<Long> counts = times.counts();
        assertThat(counts).hasSize(StageTimes.bounds().size() + 1).startsWith(2L, 1L);
        assertThat(counts.get(counts.size() - 2)).isEqualTo(1);
        assertThat(counts.get(counts.size() - 1)).isEqualTo(1);
        assertThat(times.nanos()).isEqualTo(20_000_020_002L);
        assertThat(times.seconds()).isEqualTo(20.000020002);
    }

    @Test
    void boundsAscend() {
        assertThat(StageTimes.bounds()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatCodecsTakeIsNotTheModels() {
        InferenceStatistics statistics = new InferenceStatistics();
        long before = statistics.codecNanosHere();
        statistics.decoded(1_000);
        statistics.encoded(500);
        statistics.predicted(10_000, statistics.codecNanosHere() - before);

        assertThat(statistics.inferTimes().nanos()).isEqualTo(8_500);
        assertThat(statistics.computing()).isEqualTo(new InferenceStatistics.Total(1, 8_500));
    }
}
