/** Gaussian processes and their kernels. */
@NullMarked
package io.bulkhead.plugin.sklearn.gaussian;

import org.jspecify.annotations.NullMarked;
