/** Plugins: which there are, and a classloader of its own for each model that one serves. */
@NullMarked
package io.bulkhead.host.plugin;

import org.jspecify.annotations.NullMarked;
