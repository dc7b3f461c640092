/** Linear models and other regressions. */
@NullMarked
package io.bulkhead.plugin.mllib.linear;

import org.jspecify.annotations.NullMarked;
