package io.bulkhead.testkit;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract, held by a runtime in a class loader of its own and in a child JVM. */
class ScalingContractTest extends RuntimeContract {
    @TempDir private static Path folder;

    @BeforeAll
    static void settings() throws IOException {
        Models.write(folder, Scaling.class);
    }

    @Override
    protected ModelUnderTest model() {
        return ModelUnderTest.in(folder)
                .withRuntime(Scaling.class)
                .asked(
                        InferenceRequest.of(
                                Tensor.of("x", Shape.of(3, 2), new double[] {1, 2, 3, 4, 5, 6}),
                                Tensor.ofStrings("label", Shape.of(3), List.of("a", "b", "c")),
                                Tensor.of("factor", Shape.of(3), new double[] {1, 2, 3})),
                        InferenceRequest.of(
                                Tensor.of("x", Shape.of(1, 1), new double[] {7}),
                                Tensor.ofStrings("label", Shape.of(1), List.of("d"))));
    }
}
