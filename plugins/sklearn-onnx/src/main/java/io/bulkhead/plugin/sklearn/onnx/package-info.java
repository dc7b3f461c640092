/** ONNX graphs, run by ONNX Runtime. */
@NullMarked
package io.bulkhead.plugin.sklearn.onnx;

import org.jspecify.annotations.NullMarked;
