package io.bulkhead.host.plugin.check;

/**
 * Something that is to be said of a plugin.
 *
 * @param text what is wrong, where, and what to do about it; a line
 */
public record Finding(Level level, String text) {
    /** How much it matters. */
    public enum Level {
        /** The plugin is refused, or a request fails sooner or later. */
        WRONG,
        /** It is served; what is said may not be meant. */
        WARNING,
        /** Good to know. */
        NOTE
    }

    static Finding wrong(String text) {
        return new Finding(Level.WRONG, text);
    }

    static Finding warning(String text) {
        return new Finding(Level.WARNING, text);
    }

    static Finding note(String text) {
        return new Finding(Level.NOTE, text);
    }
}
