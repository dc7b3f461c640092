package io.bulkhead.host.plugin.typed;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestContext;
import java.util.function.Supplier;

/**
 * What arguments are read from.
 *
 * @param others the inputs that no argument takes
 */
record Call(
        InferenceRequest request, RequestContext context, Codecs codecs, Supplier<Table> others) {}
