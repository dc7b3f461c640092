/** What a pickled model takes, as far as the file tells: columns, their names and types. */
@NullMarked
package io.bulkhead.plugin.sklearn.input;

import org.jspecify.annotations.NullMarked;
