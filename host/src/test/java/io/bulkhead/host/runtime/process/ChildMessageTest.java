package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.host.runtime.InferenceStatistics;
import org.junit.jupiter.api.Test;

class ChildMessageTest {
    private final ChildMessageWriter writer = new ChildMessageWriter("secret");
    private final ChildMessageReader reader = new ChildMessageReader("secret");

    @Test
    void whatAModelHasDoneComesBackAsItWas() {
        InferenceStatistics statistics = new InferenceStatistics();
        statistics.predicted(12_345_678_901L);
        ChildMessage message = new ChildMessage.Worked(3, statistics.soFar());

        assertThat(reader.parse(writer.print(message))).contains(message);
    }

    @Test
    void aModelThatStillLoadsSaysSo() {
        ChildMessage message = new ChildMessage.Loading(5);

        assertThat(reader.parse(writer.print(message))).contains(message);
    }

    @Test
    void stagesOfOtherBucketsAreNoMessage() {
        String line = writer.print(new ChildMessage.Worked(3, new InferenceStatistics().soFar()));

        assertThat(reader.parse(line.replaceFirst("\\[0,", "["))).isEmpty();
    }
}
