/**
 * Writes the adapters between methods marked {@link io.bulkhead.api.typed.Predict} and the
 * protocol, and refuses at their place in the source those that cannot have one.
 */
@NullMarked
package io.bulkhead.processor;

import org.jspecify.annotations.NullMarked;
