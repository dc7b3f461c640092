/** How alike two rows are. */
@NullMarked
package io.bulkhead.plugin.sklearn.kernel;

import org.jspecify.annotations.NullMarked;
