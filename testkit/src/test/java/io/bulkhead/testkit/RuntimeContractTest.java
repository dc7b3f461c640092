package io.bulkhead.testkit;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract says of runtimes that break it. */
class RuntimeContractTest {
    @TempDir private Path folder;

    private final List<RuntimeContract> contracts = new ArrayList<>();

    @AfterEach
    void close() {
        contracts.forEach(RuntimeContract::closeServers);
        System.clearProperty(Scaling.Leaking.STOP);
    }

    private RuntimeContract of(Class<?> runtime) throws IOException {
        Models.write(folder, runtime);
        RuntimeContract contract =
                new RuntimeContract() {
                    @Override
                    protected ModelUnderTest model() {
                        return ModelUnderTest.in(folder)
                                .withRuntime(runtime)
                                .asked(
                                        InferenceRequest.of(
                                                Tensor.of(
                                                        "x", Shape.of(3), new double[] {1, 2, 4})));
                    }
                };
        contracts.add(contract);
        return contract;
    }

    @Test
    void answersThatDependOnWhoElseAsksAreFound() throws Exception {
        RuntimeContract contract = of(Scaling.Counting.class);

        assertThatExceptionOfType(Throwable.class)
                .isThrownBy(() -> contract.answersManyAtOnce(Isolation.CLASSLOADER))
                .withMessageMatching("(?s).*output 'count': element 0 is \\d+ instead of \\d+.*");
    }

    @Test
    void rowsThatDependOnTheirNeighboursAreFound() throws Exception {
        RuntimeContract contract = of(Scaling.Centering.class);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> contract.answersABatchAsItsRows(Isolation.CLASSLOADER))
                .withMessageStartingWith("output 'centered': element 0 is 0.0 instead of -1.3");
    }

    @Test
    void internalErrorsOverOddInputsAreFound() throws Exception {
        RuntimeContract contract = of(Scaling.Surprised.class);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> contract.answersOrRefusesWhatIsNotANumber(Isolation.CLASSLOADER))
                .withMessageContaining("internal error")
                .withMessageContaining("INTERNAL");
    }

    @Test
    void threadsThatOutliveTheirModelAreFound() throws Exception {
        RuntimeContract contract = of(Scaling.Leaking.class);

        try {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> contract.leavesNothingBehind(Isolation.CLASSLOADER))
                    .withMessageContaining("never-ends");
        } finally {
            System.setProperty(Scaling.Leaking.STOP, "now");
        }
    }
}
