/** Graphs written as ONNX, in memory. */
@NullMarked
package io.bulkhead.plugin.huggingface.onnx;

import org.jspecify.annotations.NullMarked;
