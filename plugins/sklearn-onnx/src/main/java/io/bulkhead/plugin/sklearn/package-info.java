/** The runtime for scikit-learn's files and for ONNX. */
@NullMarked
package io.bulkhead.plugin.sklearn;

import org.jspecify.annotations.NullMarked;
