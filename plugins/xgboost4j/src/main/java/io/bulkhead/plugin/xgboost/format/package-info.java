/** XGBoost's model files: JSON, UBJSON and the binary format of old, read into one document. */
@NullMarked
package io.bulkhead.plugin.xgboost.format;

import org.jspecify.annotations.NullMarked;
