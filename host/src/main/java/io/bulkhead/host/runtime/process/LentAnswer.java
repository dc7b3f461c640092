package io.bulkhead.host.runtime.process;

import io.bulkhead.codec.sharedmemory.TensorPlace;
import io.bulkhead.codec.sharedmemory.TensorSource;
import io.bulkhead.host.runtime.AnswerLife;
import java.nio.ByteBuffer;

/**
 * The shared memory of a call that has one answer. The answer's tensors are views of it, and it is
 * lent until the answer is done with; where nobody tells of that, they are copies. Used by one
 * thread at a time.
 */
final class LentAnswer implements TensorSource {
    private final ChildMemory memory;
    private final TensorLoan loan;
    private final AnswerLife life;
    private boolean kept;

    /** Takes the loan over. */
    LentAnswer(ChildMemory memory, TensorLoan loan, AnswerLife life) {
        this.memory = memory;
        this.loan = loan;
        this.life = life;
    }

    @Override
    public ByteBuffer read(TensorPlace place) {
        kept = kept || life.atEnd(() -> memory.back(loan, true));
        return kept ? loan.view(place) : loan.read(place);
    }

    /**
     * There is no more to read.
     *
     * @param answered whether the child itself has ended the call
     */
    void over(boolean answered) {
        if (!kept) {
            memory.back(loan, answered);
        }
    }
}
