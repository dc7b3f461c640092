/** Tensors that do not travel in messages: places in memory that is shared by name. */
@NullMarked
package io.bulkhead.codec.sharedmemory;

import org.jspecify.annotations.NullMarked;
