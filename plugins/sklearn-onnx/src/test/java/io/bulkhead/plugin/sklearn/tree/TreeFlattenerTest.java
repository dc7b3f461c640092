package io.bulkhead.plugin.sklearn.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TreeFlattenerTest {
    @Test
    void roundedThresholdsDecideTheSameForEveryFloat() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            double threshold = Double.longBitsToDouble(random.nextLong());
            if (Double.isNaN(threshold)) {
                continue;
            }
            float rounded = TreeFlattener.roundDown(threshold);
            for (float near : new float[] {rounded, Math.nextUp(rounded), (float) threshold}) {
                assertThat(near <= rounded).isEqualTo(near <= threshold);
            }
        }
    }

    @Test
    void thresholdsThatAreFloatsStayAsTheyAre() {
        assertThat(TreeFlattener.roundDown(0.5)).isEqualTo(0.5f);
        assertThat(TreeFlattener.roundDown(0.1f)).isEqualTo(0.1f);
        assertThat(TreeFlattener.roundDown(0.1)).isLessThanOrEqualTo(0.1f);
        assertThat(TreeFlattener.roundDown(1e300)).isEqualTo(Float.MAX_VALUE);
    }
}
