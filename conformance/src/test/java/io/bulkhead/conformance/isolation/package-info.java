/**
 * What stands between models, shown on the built distribution: versions that exclude each other,
 * loading and unloading for ever, files that are wrong.
 */
@org.jspecify.annotations.NullMarked
package io.bulkhead.conformance.isolation;
