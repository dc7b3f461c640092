/** What Bulkhead's hot paths cost, each beside the least that its own libraries allow. */
@NullMarked
package io.bulkhead.benchmarks;

import org.jspecify.annotations.NullMarked;
