/**
 * Pipelines: which stages there are, which columns they read and write, in which order they run.
 */
@NullMarked
package io.bulkhead.plugin.mllib.pipeline;

import org.jspecify.annotations.NullMarked;
