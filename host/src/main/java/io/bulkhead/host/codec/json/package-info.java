/** What the server says of itself and its models, as JSON; tensors are the codec module's. */
@NullMarked
package io.bulkhead.host.codec.json;

import org.jspecify.annotations.NullMarked;
