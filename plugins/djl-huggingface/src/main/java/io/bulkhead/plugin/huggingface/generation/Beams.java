package io.bulkhead.plugin.huggingface.generation;

/**
 * How many sequences are followed at once.
 *
 * @param count of beams; 1 follows one sequence
 * @param returned sequences, the best first
 * @param lengthPenalty the power of its length that a sequence's score is divided by; above 0
 *     favours longer ones
 * @param ending when enough has been found
 */
record Beams(int count, int returned, double lengthPenalty, Ending ending) {
    /** {@code early_stopping} of transformers. */
    enum Ending {
        /** {@code true}: when as many sequences are complete as there are beams. */
        ENOUGH,
        /**
         * {@code false}: when no open beam, as it is now, is better than the worst complete one.
         */
        UNLIKELY,
        /** {@code "never"}: when no open beam can become better. */
        IMPOSSIBLE
    }

    static Beams of(Wishes wishes, boolean sampled) {
        int count = wishes.atLeast(1, "num_beams").orElse(1);
        int returned = wishes.atLeast(1, "num_return_sequences").orElse(1);
        if (count > 1 && sampled) {
            throw wishes.arguments()
                    .refusal("do_sample together with num_beams above 1 is not served");
        }
        if (returned > count && !sampled) {
            throw wishes.arguments()
                    .refusal(
                            "num_return_sequences is "
                                    + returned
                                    + ", more than num_beams, which is "
                                    + count
                                    + "; raise that, or send do_sample=true");
        }
        Object ending = wishes.any("early_stopping").orElse(false);
        return new Beams(
                count,
                returned,
                wishes.number("length_penalty").orElse(1.0),
                ending.equals("never")
                        ? Ending.IMPOSSIBLE
                        : wishes.flag("early_stopping") ? Ending.ENOUGH : Ending.UNLIKELY);
    }
}
