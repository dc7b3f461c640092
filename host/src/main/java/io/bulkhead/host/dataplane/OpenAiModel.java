package io.bulkhead.host.dataplane;

import java.time.Instant;

/**
 * A model that answers OpenAI's protocol.
 *
 * @param loaded since when
 */
public record OpenAiModel(String name, Instant loaded) {}
