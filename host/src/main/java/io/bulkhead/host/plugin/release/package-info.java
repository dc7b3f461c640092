/**
 * What keeps the class loader of an unloaded plugin in memory: found, named, removed if possible.
 */
@NullMarked
package io.bulkhead.host.plugin.release;

import org.jspecify.annotations.NullMarked;
