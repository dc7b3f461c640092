package io.bulkhead.host.plugin.release;

import io.bulkhead.api.metadata.ModelId;
import java.util.Optional;

/**
 * A class loader that is still there although nothing of it is used any more.
 *
 * @param model that it was made for; empty: to ask the plugin what it offers
 * @param holders what keeps it, in words
 */
public record Leak(Optional<ModelId> model, String plugin, String holders) {}
