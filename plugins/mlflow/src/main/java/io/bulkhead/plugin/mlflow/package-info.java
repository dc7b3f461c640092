/** Serves folders that MLflow logged, through the runtimes of the libraries that they name. */
@NullMarked
package io.bulkhead.plugin.mlflow;

import org.jspecify.annotations.NullMarked;
