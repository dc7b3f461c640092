/** Instances in a child JVM, which speaks V2 gRPC over a Unix domain socket. */
@NullMarked
package io.bulkhead.host.runtime.process;

import org.jspecify.annotations.NullMarked;
