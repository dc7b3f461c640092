/** The file {@code MLmodel}: what a folder holds and how it is to be loaded. */
@NullMarked
package io.bulkhead.plugin.mlflow.mlmodel;

import org.jspecify.annotations.NullMarked;
