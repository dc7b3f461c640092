/**
 * What the adapters between a {@link io.bulkhead.api.typed.Predict} method and the protocol are
 * made of. The annotation processor writes code that uses these types, and the server uses them
 * where the processor did not run. Authors need none of them.
 */
@NullMarked
package io.bulkhead.api.typed.adapter;

import org.jspecify.annotations.NullMarked;
