/** Regions of shared memory that clients register. */
@NullMarked
package io.bulkhead.host.sharedmemory;

import org.jspecify.annotations.NullMarked;
