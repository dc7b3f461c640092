/** What an estimator is, and how one is made from what a pickle says about it. */
@NullMarked
package io.bulkhead.plugin.sklearn.estimator;

import org.jspecify.annotations.NullMarked;
