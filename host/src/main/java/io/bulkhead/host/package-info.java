/** The server: builds all parts by constructor, starts them in order, stops them in reverse. */
@NullMarked
package io.bulkhead.host;

import org.jspecify.annotations.NullMarked;
