/** MLflow's scoring protocol: bodies in, predictions out. */
@NullMarked
package io.bulkhead.plugin.mlflow.scoring;

import org.jspecify.annotations.NullMarked;
