/** Typed little-endian memory with a shape: the values that travel between clients and models. */
@NullMarked
package io.bulkhead.api.tensor;

import org.jspecify.annotations.NullMarked;
