/** Tensors as bytes, for the wires that carry them so. */
@NullMarked
package io.bulkhead.codec.binary;

import org.jspecify.annotations.NullMarked;
