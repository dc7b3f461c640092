/** Evaluates models: values, category hashes and target statistics to slots, slots to leaves. */
@NullMarked
package io.bulkhead.plugin.catboost.kernel;

import org.jspecify.annotations.NullMarked;
