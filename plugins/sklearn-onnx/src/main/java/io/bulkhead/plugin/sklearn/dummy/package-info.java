/** Estimators that do not look at what they get. */
@NullMarked
package io.bulkhead.plugin.sklearn.dummy;

import org.jspecify.annotations.NullMarked;
