/** Transformers that project all features onto fewer. */
@NullMarked
package io.bulkhead.plugin.sklearn.decomposition;

import org.jspecify.annotations.NullMarked;
