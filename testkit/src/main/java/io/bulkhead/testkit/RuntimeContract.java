package io.bulkhead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.client.InferenceClient;
import io.bulkhead.host.plugin.release.Leak;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every runtime has to do, whatever it computes: tests to inherit, each run behind a class
 * loader of the model's own and in a child JVM, as a server does it.
 *
 * <pre>{@code
 * class HousePricesContractTest extends RuntimeContract {
 *     @Override
 *     protected ModelUnderTest model() {
 *         return ModelUnderTest.in(Path.of("model"))
 *                 .withRuntime(HousePrices.class)
 *                 .asked(InferenceRequest.of(...));
 *     }
 * }
 * }</pre>
 *
 * <p>A test that a runtime cannot pass for a good reason is overridden. Give the JVM of the tests
 * {@code -XX:SoftRefLRUPolicyMSPerMB=0}, as the server's start script does: soft references of a
 * library hold a class loader otherwise.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RuntimeContract {
    private static final Set<ErrorCode> CLIENTS_MISTAKE =
            Set.of(ErrorCode.INVALID_ARGUMENT, ErrorCode.UNPROCESSABLE);
    private static final Set<ErrorCode> NOT_SERVED =
            Set.of(ErrorCode.MODEL_NOT_FOUND, ErrorCode.MODEL_NOT_READY, ErrorCode.UNAVAILABLE);

    private final Map<Isolation, ServedCopies> servers = new EnumMap<>(Isolation.class);

    /** What to ask; called once for each isolation. */
    protected abstract ModelUnderTest model();

    /** The isolations that {@link #model} names. */
    protected Stream<Isolation> isolations() {
        return model().isolations().stream().sorted();
    }

    private synchronized ServedCopies served(Isolation isolation) {
        return servers.computeIfAbsent(isolation, where -> ServedCopies.start(model(), where));
    }

    /** Closes the servers. */
    @AfterAll
    protected synchronized void closeServers() {
        servers.values().forEach(ServedCopies::close);
        servers.clear();
    }

    /** Each sample has an answer, and the same one over both wires. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void answersAlikeOverBothWires(Isolation isolation) {
        ServedCopies served = served(isolation);
        for (InferenceRequest sample : served.samples()) {
            InferenceResponse wanted = served.ask(sample);
            for (InferenceClient client : served.clients()) {
                served.requireSame(client.infer(served.name(), sample).response(), wanted);
            }
        }
    }

    /** The outputs have the names and datatypes that the model's metadata say. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void answersAsItsMetadataSay(Isolation isolation) {
        ServedCopies served = served(isolation);
        List<TensorMetadata> described =
                served.clients().get(0).model(new ModelId(served.name(), "")).metadata().outputs();
        assumeTrue(!described.isEmpty(), "the metadata name no outputs");
        Map<String, Datatype> datatypes =
                described.stream()
                        .collect(Collectors.toMap(TensorMetadata::name, TensorMetadata::datatype));
        for (InferenceRequest sample : served.samples()) {
            for (Tensor output : served.ask(sample).outputs()) {
                assertThat(datatypes).containsEntry(output.name(), output.datatype());
            }
        }
    }

    /** Many requests at once are answered as one is. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void answersManyAtOnce(Isolation isolation) throws Exception {
        ServedCopies served = served(isolation);
        try (Load load = Load.on(served)) {
            load.await(200);
        }
    }

    /** What was answered once is answered again, after the copy before was closed. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void isLoadedAgain(Isolation isolation) {
        ServedCopies served = served(isolation);
        List<InferenceResponse> wanted = served.samples().stream().map(served::ask).toList();

        served.unload();
        served.load();

        for (int i = 0; i < wanted.size(); i++) {
            served.requireSame(served.ask(served.samples().get(i)), wanted.get(i));
        }
    }

    /** Two copies live side by side; one goes, the other answers on. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void livesBesideAnotherCopy(Isolation isolation) {
        ServedCopies served = served(isolation);
        InferenceRequest sample = served.samples().get(0);
        InferenceResponse wanted = served.ask(sample);

        served.loadBeside();
        served.requireSame(served.askBeside(sample), wanted);
        served.unloadBeside();

        served.requireSame(served.ask(sample), wanted);
    }

    /** Requests under way while the model is unloaded are answered, or told that it is gone. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void isUnloadedUnderLoad(Isolation isolation) throws Exception {
        ServedCopies served = served(isolation);
        try (Load load = Load.allowing(served, NOT_SERVED)) {
            load.await(20);
            served.unload();
            served.load();
            load.await(20);
        }
    }

    /** A request of several rows is answered as its rows are. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void answersABatchAsItsRows(Isolation isolation) {
        ServedCopies served = served(isolation);
        List<InferenceRequest> batches =
                served.samples().stream().filter(sample -> Rows.of(sample) > 1).toList();
        assumeTrue(model().answersRows(), "its answers are to whole requests");
        assumeTrue(!batches.isEmpty(), "no sample has several rows");
        for (InferenceRequest batch : batches) {
            InferenceResponse whole = served.ask(batch);
            for (int row = 0; row < Rows.of(batch); row++) {
                served.requireSame(
                        served.ask(Rows.slice(batch, row, 1)), Rows.slice(whole, row, 1));
            }
        }
    }

    /** What is empty is answered or refused, and is no internal error. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void answersOrRefusesWhatIsEmpty(Isolation isolation) {
        askOdd(served(isolation), OddRequests::empty);
    }

    /** What is not a number is answered or refused, and is no internal error. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void answersOrRefusesWhatIsNotANumber(Isolation isolation) {
        askOdd(served(isolation), OddRequests::notANumber);
    }

    /** Text for numbers and numbers for text are answered or refused, and no internal error. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void answersOrRefusesTheWrongDatatype(Isolation isolation) {
        askOdd(served(isolation), OddRequests::wrongDatatype);
    }

    /** Other dimensions are answered or refused, and no internal error. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void answersOrRefusesTheWrongShape(Isolation isolation) {
        askOdd(served(isolation), OddRequests::wrongShape);
    }

    /** A missing input is filled in or refused, and no internal error. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void answersOrRefusesWhatIsIncomplete(Isolation isolation) {
        askOdd(served(isolation), OddRequests::incomplete);
    }

    private static void askOdd(ServedCopies served, OddRequests.Kind kind) {
        for (InferenceRequest sample : served.samples()) {
            kind.of(new OddRequests(sample))
                    .forEach(
                            (what, odd) -> {
                                try {
                                    served.ask(odd);
                                } catch (ServingException e) {
                                    assertThat(e.code())
                                            .as("%s: %s", what, e.reason())
                                            .isIn(CLIENTS_MISTAKE);
                                }
                            });
            served.ask(sample); // and it is none the worse for it
        }
    }

    /** An unloaded model leaves no class loader, no thread and no process behind. */
    @ParameterizedTest
    @MethodSource("isolations")
    protected void leavesNothingBehind(Isolation isolation) {
        try (ServedCopies served = ServedCopies.start(model(), isolation)) {
            served.samples().forEach(served::ask);
            served.unload();

            Awaitility.await()
                    .atMost(ServedCopies.PATIENCE)
                    .until(() -> served.isGone() || !served.leaks().isEmpty());
            assertThat(served.leaks())
                    .as("what keeps it in memory (soft references? see RuntimeContract)")
                    .extracting(Leak::holders)
                    .isEmpty();
        }
    }
}
