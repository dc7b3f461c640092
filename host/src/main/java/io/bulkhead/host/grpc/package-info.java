/** The gRPC wire. */
@NullMarked
package io.bulkhead.host.grpc;

import org.jspecify.annotations.NullMarked;
