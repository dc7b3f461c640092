/** Serves folders that Hugging Face's transformers or optimum saved, without Python. */
@NullMarked
package io.bulkhead.plugin.huggingface;

import org.jspecify.annotations.NullMarked;
