/** Native libraries inside jars, told apart without loading them. */
@NullMarked
package io.bulkhead.host.environment.natives;

import org.jspecify.annotations.NullMarked;
