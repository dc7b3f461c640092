/** The server's own content types: np, pd, str, base64, datetime. */
@NullMarked
package io.bulkhead.host.codec.content;

import org.jspecify.annotations.NullMarked;
