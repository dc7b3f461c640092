package io.bulkhead.host.runtime;

/**
 * How long an answer is used. Who asks and tells when it has done with the answer may get one that
 * lies in memory which is wanted for others; all others get one that is theirs. Thread-safe.
 */
@FunctionalInterface
public interface AnswerLife {
    /** Nobody tells when the answer is done with. */
    AnswerLife UNKNOWN = action -> false;

    /**
     * Asks to be told.
     *
     * @param action run once when nobody uses the answer any more, also if there will be none; must
     *     not throw
     * @return false if it will never be run, as nobody tells or the answer is done with already
     */
    boolean atEnd(Runnable action);
}
