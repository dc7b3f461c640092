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

    @Test
    void whatWasDoneElsewhereCountsOnce() {
        InferenceStatistics child = new InferenceStatistics();
        InferenceStatistics host = new InferenceStatistics();
        child.waited(5_000);
        child.decoded(1_000);
        child.predicted(10_000, 1_000);
        WorkDone first = child.soFar();
        host.add(first.since(WorkDone.NONE));
        child.encoded(2_000);
        child.predicted(50_000, 2_000);
        host.add(child.soFar().since(first));

        assertThat(host.soFar()).isEqualTo(child.soFar());
        assertThat(host.computing()).isEqualTo(new InferenceStatistics.Total(2, 57_000));
        assertThat(host.queueTimes().counts().get(0)).isEqualTo(1);
    }
}
