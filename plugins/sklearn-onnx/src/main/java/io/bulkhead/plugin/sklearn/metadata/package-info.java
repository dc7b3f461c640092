/** What a model takes and gives, as far as its file tells and an answer shows. */
@NullMarked
package io.bulkhead.plugin.sklearn.metadata;

import org.jspecify.annotations.NullMarked;
