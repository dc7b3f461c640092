/** Decision trees and forests of them, flattened into arrays of primitives. */
@NullMarked
package io.bulkhead.plugin.sklearn.tree;

import org.jspecify.annotations.NullMarked;
