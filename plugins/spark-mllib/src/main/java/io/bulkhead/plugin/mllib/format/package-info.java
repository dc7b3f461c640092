/** What Spark writes when it saves a model: folders of metadata in JSON and of data in Parquet. */
@NullMarked
package io.bulkhead.plugin.mllib.format;

import org.jspecify.annotations.NullMarked;
