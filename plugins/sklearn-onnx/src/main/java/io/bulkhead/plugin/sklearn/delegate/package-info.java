/**
 * Estimators of other libraries with scikit-learn's interface, computed by those libraries'
 * runtimes.
 */
@NullMarked
package io.bulkhead.plugin.sklearn.delegate;

import org.jspecify.annotations.NullMarked;
