/** Answers that come in parts. */
@NullMarked
package io.bulkhead.plugin.huggingface.stream;

import org.jspecify.annotations.NullMarked;
