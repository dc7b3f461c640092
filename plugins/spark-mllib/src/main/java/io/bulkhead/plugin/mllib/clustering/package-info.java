/** Clusters, mixtures, recommendations. */
@NullMarked
package io.bulkhead.plugin.mllib.clustering;

import org.jspecify.annotations.NullMarked;
