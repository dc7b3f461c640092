/** The main of a child JVM. */
@NullMarked
package io.bulkhead.host.runtime.process.child;

import org.jspecify.annotations.NullMarked;
