/** The server's own content types, and what settings, requests and plugins say of them. */
@NullMarked
package io.bulkhead.host.codec.content;

import org.jspecify.annotations.NullMarked;
