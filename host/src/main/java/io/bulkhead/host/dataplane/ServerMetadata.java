package io.bulkhead.host.dataplane;

import java.util.List;

/**
 * The protocol's server metadata.
 *
 * @param extensions the names of the protocol extensions that work here
 */
public record ServerMetadata(String name, String version, List<String> extensions) {}
