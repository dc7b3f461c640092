package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import io.bulkhead.host.runtime.AnswerLife;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildMemoryTest {
    private static final int LARGE = 100_000;

    @TempDir private static Path folder;
    private final CompletableFuture<Void> known = new CompletableFuture<>();
    private final CompletableFuture<Path> file = new CompletableFuture<>();
    private final ChildMemory memory =
            new ChildMemory(
                    new ModelId("m", ""),
                    folder,
                    arena -> {
                        file.complete(arena.file());
                        return known;
                    });

    @AfterEach
    void close() {
        memory.close();
        assertThat(file.getNow(folder.resolve("none"))).doesNotExist();
    }

    private static Tensor tensor(int bytes) {
        return Tensor.of("x", Shape.of(bytes / 4), new float[bytes / 4]);
    }

    private static InferenceRequest request(int bytes) {
        return InferenceRequest.of(tensor(bytes));
    }

    private ChildMemory shared() {
        assertThat(memory.lend(request(LARGE), 0, 1)).isEmpty();
        known.complete(null);
        return memory;
    }

    private static long place(TensorLoan loan) {
        return loan.put(tensor(LARGE)).map(TensorPlace::offset).orElseThrow();
    }

    @Test
    void smallTensorsTravelInMessages() {
        shared();

        assertThat(memory.lend(request(64), 0, 1)).isEmpty();
        TensorLoan loan = memory.lend(request(LARGE), 0, 1).orElseThrow();
        assertThat(loan.put(tensor(64))).isEmpty();
        assertThat(place(loan)).isZero();
    }

    @Test
    void theFirstRequestDoesNotWaitAndTheFileLosesItsNameWhenBothHaveIt() {
        assertThat(memory.lend(request(LARGE), 0, 1)).isEmpty();
        assertThat(file.join()).exists();
        assertThat(memory.lend(request(LARGE), 0, 1)).isEmpty();
        known.complete(null);

        assertThat(file.join()).doesNotExist();
        assertThat(memory.lend(request(LARGE), 0, 1)).isPresent();
    }

    @Test
    void aChildThatTakesNoMemoryGetsAllInMessages() {
        assertThat(memory.lend(request(LARGE), 0, 1)).isEmpty();
        known.completeExceptionally(new IllegalStateException("it does not know how"));

        assertThat(file.join()).doesNotExist();
        assertThat(memory.lend(request(LARGE), 0, 1)).isEmpty();
    }

    @Test
    void onlyTheOwnerMayOpenIt() throws IOException {
        assertThat(memory.lend(request(LARGE), 0, 1)).isEmpty();

        assertThat(Files.getPosixFilePermissions(file.join())).hasSize(2);
        assertThat(file.join().getFileName().toString()).startsWith("bulkhead-");
    }

    @Test
    void whatAnAnsweredCallHadIsLentAgain() {
        TensorLoan first = shared().lend(request(LARGE), 0, 1).orElseThrow();
        TensorLoan second = memory.lend(request(LARGE), 0, 1).orElseThrow();
        long start = place(first);

        assertThat(place(second)).isNotEqualTo(start);
        memory.back(first, true);
        assertThat(place(memory.lend(request(LARGE), 0, 1).orElseThrow())).isEqualTo(start);
    }

    @Test
    void whatAChildMayStillWriteToIsNotLentUntilItSaysThatItHasDone() {
        TensorLoan loan = shared().lend(request(LARGE), 0, 1).orElseThrow();
        long start = place(loan);
        memory.back(loan, false);
        List<Long> inDoubt = memory.inDoubt();

        assertThat(inDoubt).containsExactly(loan.id());
        memory.settle(inDoubt, List.of(Long.toString(loan.id())));
        assertThat(place(memory.lend(request(LARGE), 0, 1).orElseThrow())).isNotEqualTo(start);
        memory.settle(inDoubt, List.of());
        assertThat(memory.inDoubt()).isEmpty();
        assertThat(place(memory.lend(request(LARGE), 0, 1).orElseThrow())).isEqualTo(start);
        memory.settle(inDoubt, List.of()); // said twice
        assertThat(place(memory.lend(request(LARGE), 0, 1).orElseThrow())).isNotEqualTo(start);
    }

    @Test
    void outputsGetAsMuchAsTheLastOnesTook() {
        shared();
        InferenceRequest small = request(64);
        ExpectedOutputs outputs = new ExpectedOutputs();
        outputs.learn(InferenceResponse.of(tensor(LARGE)));

        Optional<TensorLoan> loan = memory.lend(small, outputs.bytes(), 2);

        Parameters told = loan.orElseThrow().describedIn(Parameters.empty());
        ArenaLoan slots = ArenaLoan.of(told).orElseThrow();
        assertThat(slots.count()).isEqualTo(2);
        assertThat(slots.slotBytes()).isGreaterThanOrEqualTo(LARGE);
        for (int i = 0; i < 200; i++) {
            outputs.learn(InferenceResponse.of(tensor(64)));
        }
        assertThat(memory.lend(small, outputs.bytes(), 2)).isEmpty();
    }

    @Test
    void whatIsTooLargeTravelsInMessages() {
        shared();
        TensorLoan loan = memory.lend(request(LARGE), 0, 1).orElseThrow();

        assertThat(memory.lend(request(300 << 20), 0, 1)).isEmpty();
        memory.back(loan, true);
    }

    @Test
    void aClosedOneLendsNothingAndIsKeptForWhoIsInIt() {
        TensorLoan loan = shared().lend(request(LARGE), 0, 1).orElseThrow();
        memory.close();

        assertThat(memory.lend(request(LARGE), 0, 1)).isEmpty();
        assertThat(place(loan)).isZero(); // nobody is thrown out of it
        memory.back(loan, true);
    }

    @Test
    void whatACallReadsLiesInWhatItWasLent() {
        TensorLoan other = shared().lend(request(LARGE), LARGE, 1).orElseThrow();
        TensorLoan loan = memory.lend(request(LARGE), LARGE, 1).orElseThrow();
        long slot = slots(loan).outputs();
        long end = slot + slots(loan).slotBytes();

        assertThat(loan.read(at(slot + 64, LARGE)).remaining()).isEqualTo(LARGE);
        List<TensorPlace> elsewhere =
                List.of(
                        at(slots(other).outputs() + 64, LARGE),
                        at(slot - 64, 64),
                        at(slot + 64, slots(loan).slotBytes()),
                        at(end, 1),
                        at(slot, Long.MAX_VALUE),
                        at(Long.MAX_VALUE, 1));
        for (TensorPlace place : elsewhere) {
            assertThatThrownBy(() -> loan.read(place))
                    .as("%s", place)
                    .isInstanceOf(ServingException.class);
        }
    }

    private static ArenaLoan slots(TensorLoan loan) {
        return ArenaLoan.of(loan.describedIn(Parameters.empty())).orElseThrow();
    }

    private static TensorPlace at(long offset, long length) {
        return new TensorPlace("output 'y'", ArenaLayout.REGION, offset, length);
    }

    @Test
    void whatIsInDoubtOnlyAfterTheChildsDeathIsGivenBackAtOnce() {
        TensorLoan loan = shared().lend(request(LARGE), 0, 1).orElseThrow();
        memory.close();
        memory.back(loan, false);

        assertThat(memory.inDoubt()).isEmpty();
    }

    @Test
    void anAnswerLiesInWhatItsCallWasLentUntilItIsDoneWith() {
        TensorLoan loan = shared().lend(request(LARGE), LARGE, 1).orElseThrow();
        long start = place(loan);
        List<Runnable> ends = new ArrayList<>();
        LentAnswer answer = new LentAnswer(memory, loan, ends::add);

        ByteBuffer shown = answer.read(at(slots(loan).outputs() + 64, LARGE));
        answer.over(true);

        assertThat(shown.isDirect()).isTrue();
        assertThat(shown.isReadOnly()).isTrue();
        assertThat(place(memory.lend(request(LARGE), 0, 1).orElseThrow())).isNotEqualTo(start);
        assertThat(ends).hasSize(1);
        ends.get(0).run();
        assertThat(place(memory.lend(request(LARGE), 0, 1).orElseThrow())).isEqualTo(start);
    }

    @Test
    void anAnswerOfWhoseEndNobodyTellsIsACopy() {
        TensorLoan loan = shared().lend(request(LARGE), LARGE, 1).orElseThrow();
        long start = place(loan);
        LentAnswer answer = new LentAnswer(memory, loan, AnswerLife.UNKNOWN);

        ByteBuffer copy = answer.read(at(slots(loan).outputs() + 64, LARGE));
        answer.over(true);

        assertThat(copy.isDirect()).isFalse();
        assertThat(place(memory.lend(request(LARGE), 0, 1).orElseThrow())).isEqualTo(start);
    }
}
