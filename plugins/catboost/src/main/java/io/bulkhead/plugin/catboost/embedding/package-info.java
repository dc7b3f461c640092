/** What numbers models make of embeddings. */
@NullMarked
package io.bulkhead.plugin.catboost.embedding;

import org.jspecify.annotations.NullMarked;
