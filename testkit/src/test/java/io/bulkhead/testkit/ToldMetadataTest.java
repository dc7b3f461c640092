package io.bulkhead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.client.InferenceClient;
import java.io.IOException;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a model says of itself while it runs reaches those who ask, from a child JVM, too. */
class ToldMetadataTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void metadataAreWhatTheModelSaidLast(Isolation isolation) throws IOException {
        Models.write(folder, Scaling.Learning.class);
        InferenceRequest request =
                InferenceRequest.of(Tensor.of("x", Shape.of(3), new double[] {1, 2, 4}));
        ModelUnderTest model =
                ModelUnderTest.in(folder).withRuntime(Scaling.Learning.class).asked(request);
        try (ServedCopies served = ServedCopies.start(model, isolation)) {
            for (InferenceClient client : served.clients()) {
                assertThat(metadata(client, served).platform()).doesNotContain("seen-9");
            }
            served.ask(request);
            served.ask(request);
            served.ask(request);

            for (InferenceClient client : served.clients()) {
                Awaitility.await()
                        .atMost(ServedCopies.PATIENCE)
                        .until(() -> metadata(client, served).platform().equals("seen-9"));
                assertThat(metadata(client, served).inputs())
                        .singleElement()
                        .satisfies(x -> assertThat(x.shape()).isEqualTo(Shape.of(9)));
            }
        }
    }

    private static ModelMetadata metadata(InferenceClient client, ServedCopies served) {
        return client.model(new ModelId(served.name(), "")).metadata();
    }
}
