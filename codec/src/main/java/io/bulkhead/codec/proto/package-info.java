/** Protobuf messages to tensors and back, raw contents without a copy. */
@NullMarked
package io.bulkhead.codec.proto;

import org.jspecify.annotations.NullMarked;
