package io.bulkhead.client;

/**
 * A model of a server's repository.
 *
 * @param version empty if it has none
 * @param state in the server's words: {@code READY}, {@code LOADING}, {@code UNAVAILABLE}, ...
 * @param reason why it is in that state; empty if the server does not say
 */
public record IndexEntry(String name, String version, String state, String reason) {
    /** Whether it can be asked. */
    public boolean isReady() {
        return state.equals("READY");
    }
}
