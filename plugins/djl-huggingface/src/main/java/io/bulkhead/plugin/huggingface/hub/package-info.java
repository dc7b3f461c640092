/** Models by their names on a hub: what is missing is fetched, into Python's own cache. */
@NullMarked
package io.bulkhead.plugin.huggingface.hub;

import org.jspecify.annotations.NullMarked;
