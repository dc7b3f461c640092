/** What answers from the nearest rows of the data that it was fitted on. */
@NullMarked
package io.bulkhead.plugin.sklearn.neighbors;

import org.jspecify.annotations.NullMarked;
