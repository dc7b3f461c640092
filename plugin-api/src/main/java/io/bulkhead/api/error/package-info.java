/** The one exception that a client gets to see, and its closed set of codes. */
@NullMarked
package io.bulkhead.api.error;

import org.jspecify.annotations.NullMarked;
