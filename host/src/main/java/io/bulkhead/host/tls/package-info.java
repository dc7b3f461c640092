/** Certificates and keys of the ports, read from PEM files. */
@NullMarked
package io.bulkhead.host.tls;

import org.jspecify.annotations.NullMarked;
