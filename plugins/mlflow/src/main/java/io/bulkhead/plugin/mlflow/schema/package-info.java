/** Input is held to the signature, as MLflow does. */
@NullMarked
package io.bulkhead.plugin.mlflow.schema;

import org.jspecify.annotations.NullMarked;
