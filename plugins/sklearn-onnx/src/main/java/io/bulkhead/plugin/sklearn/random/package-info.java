/** Numbers by chance, as numpy draws them. */
@NullMarked
package io.bulkhead.plugin.sklearn.random;

import org.jspecify.annotations.NullMarked;
