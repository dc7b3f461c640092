package io.bulkhead.host.runtime;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one loaded model did and how long it took, since it was loaded. Thread-safe, and cheap to
 * add to: there is one of these per model, so all threads add to the same.
 */
public final class InferenceStatistics {
    private final LongAdder successes = new LongAdder();
    private final LongAdder successNanos = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder failureNanos = new LongAdder();
    private final LongAdder predictions = new LongAdder();
    private final LongAdder predictNanos = new LongAdder();
    private final StageTimes queue = new StageTimes();
    private final StageTimes decode = new StageTimes();
    private final StageTimes infer = new StageTimes();
    private final StageTimes encode = new StageTimes();

    /** What each thread has spent on codecs, so that a prediction knows what was its own. */
    private final ThreadLocal<long[]> codecNanos = ThreadLocal.withInitial(() -> new long[1]);

    private final AtomicLong lastRequestMillis = new AtomicLong();

    /** Nothing has happened yet. */
    public InferenceStatistics() {}

    /** A number of times and all their nanoseconds together. */
    public record Total(long count, long nanos) {}

    void asked() {
        lastRequestMillis.setPlain(System.currentTimeMillis()); // a moment old is good enough
    }

    /** A request is over, from when it was handed to the model to its answer. */
    void answered(boolean succeeded, long nanos) {
        (succeeded ? successes : failures).increment();
        (succeeded ? successNanos : failureNanos).add(nanos);
    }

    /** The model has run, decoding and encoding included. */
    public void predicted(long nanos) {
        predicted(nanos, 0);
    }

    /**
     * The model has run.
     *
     * @param nanos decoding and encoding included
     * @param ofCodecs what these took
     */
    void predicted(long nanos, long ofCodecs) {
        predictions.increment();
        predictNanos.add(nanos);
        infer.add(Math.max(0, nanos - ofCodecs));
    }

    /** What this thread has spent on codecs so far. */
    long codecNanosHere() {
        return codecNanos.get()[0];
    }

    /** A request has waited for its turn. */
    void waited(long nanos) {
        queue.add(nanos);
    }

    void decoded(long nanos) {
        decode.add(nanos);
        codecNanos.get()[0] += nanos;
    }

    void encoded(long nanos) {
        encode.add(nanos);
        codecNanos.get()[0] += nanos;
    }

    /** The model has done this in another process. */
    public void add(WorkDone work) {
        predictions.add(work.predictions());
        predictNanos.add(work.predictNanos());
        queue.add(work.queue());
        decode.add(work.decode());
        infer.add(work.infer());
        encode.add(work.encode());
    }

    /** What the model has done up to now. */
    public WorkDone soFar() {
        return new WorkDone(
                predictions.sum(),
                predictNanos.sum(),
                queue.soFar(),
                decode.soFar(),
                infer.soFar(),
                encode.soFar());
    }

    /** When the last request came, in milliseconds since 1970; 0 if there was none. */
    public long lastRequestMillis() {
        return lastRequestMillis.get();
    }

    /** Requests that got an answer. */
    public Total succeeded() {
        return new Total(successes.sum(), successNanos.sum());
    }

    /** Requests that got none. */
    public Total failed() {
        return new Total(failures.sum(), failureNanos.sum());
    }

    /** Waiting for a thread of the model. */
    public Total queued() {
        return new Total(predictions.sum(), queue.nanos());
    }

    /** Making the runtime's values of tensors. */
    public Total decoding() {
        return new Total(predictions.sum(), decode.nanos());
    }

    /** What remains of the model's run: the model itself. */
    public Total computing() {
        long others = decode.nanos() + encode.nanos();
        return new Total(predictions.sum(), Math.max(0, predictNanos.sum() - others));
    }

    /** Making tensors of the runtime's values. */
    public Total encoding() {
        return new Total(predictions.sum(), encode.nanos());
    }

    /** Waiting for a thread, by request; one that runs in place never waits and is not in it. */
    public StageTimes queueTimes() {
        return queue;
    }

    /** Making the runtime's values of tensors, by call. */
    public StageTimes decodeTimes() {
        return decode;
    }

    /** The model itself, by request. */
    public StageTimes inferTimes() {
        return infer;
    }

    /** Making tensors of the runtime's values, by call. */
    public StageTimes encodeTimes() {
        return encode;
    }
}
