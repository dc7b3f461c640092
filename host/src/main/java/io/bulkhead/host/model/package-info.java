/** Which models are loaded, in which state, and who uses them. */
@NullMarked
package io.bulkhead.host.model;

import org.jspecify.annotations.NullMarked;
