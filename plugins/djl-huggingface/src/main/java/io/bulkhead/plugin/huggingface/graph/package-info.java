/** Computations with named inputs and outputs, run by ONNX Runtime. */
@NullMarked
package io.bulkhead.plugin.huggingface.graph;

import org.jspecify.annotations.NullMarked;
