/** The forms that inputs and predictions have. */
@NullMarked
package io.bulkhead.plugin.mlflow.value;

import org.jspecify.annotations.NullMarked;
