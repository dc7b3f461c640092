package io.bulkhead.host.runtime;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;

/** Codecs that note how long they take. */
final class TimedCodecs implements Codecs {
    private final Codecs codecs;
    private final InferenceStatistics statistics;

    TimedCodecs(Codecs codecs, InferenceStatistics statistics) {
        this.codecs = codecs;
        this.statistics = statistics;
    }

    @Override
    public Object decode(InferenceRequest request, String fallback) {
        long start = System.nanoTime();
        Object value = codecs.decode(request, fallback);
        statistics.decoded(System.nanoTime() - start);
        return value;
    }

    @Override
    public Object decodeInput(Tensor input, String fallback) {
        long start = System.nanoTime();
        Object value = codecs.decodeInput(input, fallback);
        statistics.decoded(System.nanoTime() - start);
        return value;
    }

    @Override
    public List<Tensor> encode(InferenceRequest request, String name, Object value) {
        long start = System.nanoTime();
        List<Tensor> tensors = codecs.encode(request, name, value);
        statistics.encoded(System.nanoTime() - start);
        return tensors;
    }
}
