/** Decision trees, alone and many. */
@NullMarked
package io.bulkhead.plugin.mllib.tree;

import org.jspecify.annotations.NullMarked;
