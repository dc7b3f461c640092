/** Serves XGBoost models: files read and evaluated in Java, without a native library. */
@NullMarked
package io.bulkhead.plugin.xgboost;

import org.jspecify.annotations.NullMarked;
