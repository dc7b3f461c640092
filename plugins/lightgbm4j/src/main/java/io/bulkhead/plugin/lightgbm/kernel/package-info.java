/** Evaluates boosters: flattened trees, and what objectives make of their sums. */
@NullMarked
package io.bulkhead.plugin.lightgbm.kernel;

import org.jspecify.annotations.NullMarked;
