/** Evaluates boosters: flattened trees and linear models, and what objectives make of margins. */
@NullMarked
package io.bulkhead.plugin.xgboost.kernel;

import org.jspecify.annotations.NullMarked;
