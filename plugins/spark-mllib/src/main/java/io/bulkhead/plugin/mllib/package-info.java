/** Serves Spark's models without Spark. */
@NullMarked
package io.bulkhead.plugin.mllib;

import org.jspecify.annotations.NullMarked;
