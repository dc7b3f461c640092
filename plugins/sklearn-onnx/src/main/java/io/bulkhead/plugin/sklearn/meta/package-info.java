/** Several outputs, or several classes, from estimators that know one output or two classes. */
@NullMarked
package io.bulkhead.plugin.sklearn.meta;

import org.jspecify.annotations.NullMarked;
