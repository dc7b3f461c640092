/** Estimators that let several others answer and make one answer of theirs. */
@NullMarked
package io.bulkhead.plugin.sklearn.ensemble;

import org.jspecify.annotations.NullMarked;
