/** The protocol's repository verbs, free of any wire. */
@NullMarked
package io.bulkhead.host.controlplane;

import org.jspecify.annotations.NullMarked;
