/** Serves LightGBM models: files read and evaluated in Java, without a native library. */
@NullMarked
package io.bulkhead.plugin.lightgbm;

import org.jspecify.annotations.NullMarked;
