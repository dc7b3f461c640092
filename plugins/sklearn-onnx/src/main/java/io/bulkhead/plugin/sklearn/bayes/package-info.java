/** Naive Bayes: features that are independent of each other, given the class. */
@NullMarked
package io.bulkhead.plugin.sklearn.bayes;

import org.jspecify.annotations.NullMarked;
