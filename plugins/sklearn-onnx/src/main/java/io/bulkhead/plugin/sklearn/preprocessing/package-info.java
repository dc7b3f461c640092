/** Transformers of features, one by one. */
@NullMarked
package io.bulkhead.plugin.sklearn.preprocessing;

import org.jspecify.annotations.NullMarked;
