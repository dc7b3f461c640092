/** How CatBoost makes numbers of texts: tokens, dictionaries, and what is counted of them. */
@NullMarked
package io.bulkhead.plugin.catboost.text;

import org.jspecify.annotations.NullMarked;
