package io.bulkhead.plugin.huggingface.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FeedMemoryTest {
    private final FeedMemory memory = new FeedMemory();

    @Test
    void isUsedAgain() {
        ByteBuffer first = memory.take();
        memory.giveBack(first, 100);

        assertThat(memory.take()).isSameAs(first).isNotSameAs(memory.take());
    }

    @Test
    void growsToWhatRunsNeed() {
        ByteBuffer small = memory.take();
        memory.giveBack(small, 10_000);

        ByteBuffer large = memory.take();
        assertThat(large.capacity()).isGreaterThanOrEqualTo(10_000);
        memory.giveBack(small, 100);
        assertThat(memory.take().capacity()).isEqualTo(large.capacity());
    }

    @Test
    void keepsNothingForARunThatIsFarLargerThanOthers() {
        memory.giveBack(memory.take(), 1 << 26);

        assertThat(memory.take().capacity()).isLessThan(1 << 16);
    }
}
