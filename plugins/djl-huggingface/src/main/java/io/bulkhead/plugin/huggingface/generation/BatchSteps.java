package io.bulkhead.plugin.huggingface.generation;

import java.util.List;
import java.util.Optional;

/** How a model computes several sequences in one run. Used by one thread. */
interface BatchSteps {
    /** Reads a sequence's beginning and adds its first token. */
    void begin(BatchedSequence sequence);

    /** Adds a token to each. */
    void step(List<BatchedSequence> sequences);

    /** Those of a model; empty if its sequences cannot be computed together. */
    static Optional<BatchSteps> of(LanguageModel model) {
        if (model instanceof DecoderModel decoder && BatchDecoder.fits(decoder)) {
            return Optional.of(new BatchDecoder(decoder));
        }
        return model instanceof EncoderDecoderModel both && BatchEncoderDecoder.fits(both)
                ? Optional.of(new BatchEncoderDecoder(both))
                : Optional.empty();
    }
}
