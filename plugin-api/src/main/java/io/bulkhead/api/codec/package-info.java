/** Content types: how tensors become values that a runtime works with, and back. */
@NullMarked
package io.bulkhead.api.codec;

import org.jspecify.annotations.NullMarked;
