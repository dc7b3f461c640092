/** Models whose answer begins with a weighted sum of the features. */
@NullMarked
package io.bulkhead.plugin.sklearn.linear;

import org.jspecify.annotations.NullMarked;
