/** Mixtures of normal distributions. */
@NullMarked
package io.bulkhead.plugin.sklearn.mixture;

import org.jspecify.annotations.NullMarked;
