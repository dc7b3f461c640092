/** Text to tokens and back. */
@NullMarked
package io.bulkhead.plugin.huggingface.tokenizer;

import org.jspecify.annotations.NullMarked;
