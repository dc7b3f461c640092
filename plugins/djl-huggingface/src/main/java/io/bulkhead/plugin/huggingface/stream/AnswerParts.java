package io.bulkhead.plugin.huggingface.stream;

import java.util.Optional;
import java.util.function.Supplier;

/** An answer that is made part by part. Used by one thread at a time. */
public interface AnswerParts extends AutoCloseable {
    /** Makes the next part; empty at the end. */
    Optional<Object> next();

    /** Frees what is kept between two parts. */
    @Override
    void close();

    /** An answer of one part. */
    static AnswerParts of(Supplier<Object> answer) {
        return new AnswerParts() {
            private boolean given;

            @Override
            public Optional<Object> next() {
                if (given) {
                    return Optional.empty();
                }
                given = true;
                return Optional.of(answer.get());
            }

            @Override
            public void close() {
                // Nothing is kept.
            }
        };
    }
}
