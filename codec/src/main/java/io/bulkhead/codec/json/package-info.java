/** REST bodies to tensors and back, without a tree between. */
@NullMarked
package io.bulkhead.codec.json;

import org.jspecify.annotations.NullMarked;
