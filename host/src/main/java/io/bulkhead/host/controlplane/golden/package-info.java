/** Sample requests that lie in a model's folder, and whether a loaded copy answers them rightly. */
@NullMarked
package io.bulkhead.host.controlplane.golden;

import org.jspecify.annotations.NullMarked;
