/** CatBoost's model files: the binary format and JSON, read into one document. */
@NullMarked
package io.bulkhead.plugin.catboost.format;

import org.jspecify.annotations.NullMarked;
