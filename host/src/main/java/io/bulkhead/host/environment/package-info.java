/** The jars that a runtime is made of, in content-addressed places. */
@NullMarked
package io.bulkhead.host.environment;

import org.jspecify.annotations.NullMarked;
