/** Models of the older interface, over RDDs. */
@NullMarked
package io.bulkhead.plugin.mllib.rdd;

import org.jspecify.annotations.NullMarked;
