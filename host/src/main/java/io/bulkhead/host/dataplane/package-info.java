/** The protocol's inference verbs, free of any wire. */
@NullMarked
package io.bulkhead.host.dataplane;

import org.jspecify.annotations.NullMarked;
