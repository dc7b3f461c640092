/** What a model says of its inputs, outputs and params. */
@NullMarked
package io.bulkhead.plugin.mlflow.signature;

import org.jspecify.annotations.NullMarked;
