/** Instances: one loaded copy of a model, in this JVM or in a child. */
@NullMarked
package io.bulkhead.host.runtime;

import org.jspecify.annotations.NullMarked;
