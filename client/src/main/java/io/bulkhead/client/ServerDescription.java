package io.bulkhead.client;

import java.util.List;

/**
 * What a server says of itself.
 *
 * @param extensions of the protocol that it offers
 */
public record ServerDescription(String name, String version, List<String> extensions) {
    /** Copies the list. */
    public ServerDescription {
        extensions = List.copyOf(extensions);
    }
}
