/** Serves CatBoost models: files read and evaluated in Java, without a native library. */
@NullMarked
package io.bulkhead.plugin.catboost;

import org.jspecify.annotations.NullMarked;
