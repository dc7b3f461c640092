/** Normal distributions that tell classes or outliers apart. */
@NullMarked
package io.bulkhead.plugin.sklearn.discriminant;

import org.jspecify.annotations.NullMarked;
