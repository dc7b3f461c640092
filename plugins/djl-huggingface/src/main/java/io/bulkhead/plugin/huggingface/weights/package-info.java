/** Weights as safetensors has them. */
@NullMarked
package io.bulkhead.plugin.huggingface.weights;

import org.jspecify.annotations.NullMarked;
