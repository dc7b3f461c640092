/** The values that estimators pass on: matrices, tensors and tables of rows. */
@NullMarked
package io.bulkhead.plugin.sklearn.value;

import org.jspecify.annotations.NullMarked;
