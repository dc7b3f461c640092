/** LightGBM's text format, read into one document. */
@NullMarked
package io.bulkhead.plugin.lightgbm.format;

import org.jspecify.annotations.NullMarked;
