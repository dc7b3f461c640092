/** Networks of layers. */
@NullMarked
package io.bulkhead.plugin.sklearn.neural;

import org.jspecify.annotations.NullMarked;
