/** JSON as plain Java values. */
@NullMarked
package io.bulkhead.plugin.mlflow.json;

import org.jspecify.annotations.NullMarked;
