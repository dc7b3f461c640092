package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExtentsTest {
    private static final int PAGE = 4096;

    @Test
    void givesTheLowestThatIsLongEnough() {
        Extents extents = new Extents(10 * PAGE + 1);

        assertThat(extents.take(2 * PAGE)).hasValue(0);
        assertThat(extents.take(1)).hasValue(2 * PAGE);
        assertThat(extents.take(PAGE + 1)).hasValue(3 * PAGE);
        extents.give(2 * PAGE);
        assertThat(extents.take(2 * PAGE)).hasValue(5 * PAGE);
        assertThat(extents.take(PAGE)).hasValue(2 * PAGE);
        assertThat(extents.take(4 * PAGE)).isEmpty();
        assertThat(extents.take(3 * PAGE)).hasValue(7 * PAGE);
        assertThat(extents.take(1)).isEmpty();
        assertThat(extents.count()).isEqualTo(5);
    }

    @Test
    void nothingIsGivenBackTwice() {
        Extents extents = new Extents(PAGE);
        extents.take(1);
        extents.give(0);

        assertThatThrownBy(() -> extents.give(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsGivenBackInAnyOrderIsOneAgain() {
        Random random = new Random(7);
        Extents extents = new Extents(64 * PAGE);
        for (int round = 0; round < 200; round++) {
            List<Long> taken = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                OptionalLong start = extents.take(random.nextInt(6 * PAGE));
                start.ifPresent(taken::add);
            }
            assertThat(taken).doesNotHaveDuplicates();
            while (!taken.isEmpty()) {
                extents.give(taken.remove(random.nextInt(taken.size())));
            }
            assertThat(extents.take(64 * PAGE)).hasValue(0);
            extents.give(0);
        }
    }
}
