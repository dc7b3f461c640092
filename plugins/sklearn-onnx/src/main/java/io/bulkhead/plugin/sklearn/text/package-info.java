/** Texts turned into counts and weights of the terms in them. */
@NullMarked
package io.bulkhead.plugin.sklearn.text;

import org.jspecify.annotations.NullMarked;
