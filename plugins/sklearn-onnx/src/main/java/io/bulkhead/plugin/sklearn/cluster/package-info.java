/** Clusters: which one a row belongs to. */
@NullMarked
package io.bulkhead.plugin.sklearn.cluster;

import org.jspecify.annotations.NullMarked;
