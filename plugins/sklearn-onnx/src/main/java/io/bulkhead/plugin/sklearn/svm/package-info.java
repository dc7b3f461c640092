/** Support vector machines with kernels, as libsvm computes them. */
@NullMarked
package io.bulkhead.plugin.sklearn.svm;

import org.jspecify.annotations.NullMarked;
