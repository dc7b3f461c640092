package io.bulkhead.host.controlplane;

import io.bulkhead.host.model.ModelState;

/**
 * One line of the repository's index.
 *
 * @param version empty for a model without versions
 * @param reason why the state is not READY; empty if there is nothing to say
 */
public record IndexEntry(String name, String version, ModelState state, String reason) {}
