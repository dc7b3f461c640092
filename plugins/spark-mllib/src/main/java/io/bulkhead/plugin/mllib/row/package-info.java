/** One row on its way through a pipeline. */
@NullMarked
package io.bulkhead.plugin.mllib.row;

import org.jspecify.annotations.NullMarked;
