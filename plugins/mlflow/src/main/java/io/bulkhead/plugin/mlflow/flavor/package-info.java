/** The libraries behind a model, each served by a runtime of its own. */
@NullMarked
package io.bulkhead.plugin.mlflow.flavor;

import org.jspecify.annotations.NullMarked;
