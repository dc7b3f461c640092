package io.bulkhead.host.runtime;

/**
 * Why a model is in a child JVM and not in the server's.
 *
 * @param words for its placement
 * @param chosenByHost whether nobody asked for it: the host saw that there is no other way
 */
public record ChildReason(String words, boolean chosenByHost) {
    /** The settings or the runtime ask for it. */
    static ChildReason asked(String words) {
        return new ChildReason(words, false);
    }

    /** The host chose it. */
    static ChildReason chosen(String words) {
        return new ChildReason(words, true);
    }
}
