/** Runtimes of the simple way whose adapter was not written when they were compiled. */
@NullMarked
package io.bulkhead.host.plugin.typed;

import org.jspecify.annotations.NullMarked;
