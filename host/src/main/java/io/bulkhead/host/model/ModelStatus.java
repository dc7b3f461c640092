package io.bulkhead.host.model;

/**
 * The state of one model and why it is in it.
 *
 * @param reason empty if there is nothing to say
 */
public record ModelStatus(ModelState state, String reason) {
    /** A state that explains itself. */
    public static ModelStatus of(ModelState state) {
        return new ModelStatus(state, "");
    }
}
