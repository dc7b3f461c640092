/** Estimators made of estimators. */
@NullMarked
package io.bulkhead.plugin.sklearn.compose;

import org.jspecify.annotations.NullMarked;
