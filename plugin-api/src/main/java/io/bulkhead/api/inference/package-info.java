/** One inference call: the request, its context and the response. */
@NullMarked
package io.bulkhead.api.inference;

import org.jspecify.annotations.NullMarked;
