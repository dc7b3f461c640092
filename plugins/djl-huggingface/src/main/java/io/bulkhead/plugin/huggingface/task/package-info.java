/** The tasks: each computes what the pipeline of that name answers. */
@NullMarked
package io.bulkhead.plugin.huggingface.task;

import org.jspecify.annotations.NullMarked;
