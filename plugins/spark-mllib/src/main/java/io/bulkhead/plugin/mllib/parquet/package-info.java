/**
 * Reads Parquet files as Spark writes them: no Hadoop, no native library, and nothing allocated on
 * a file's word alone.
 */
@NullMarked
package io.bulkhead.plugin.mllib.parquet;

import org.jspecify.annotations.NullMarked;
