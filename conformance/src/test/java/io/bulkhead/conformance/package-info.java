/** Tests of the built distribution: what a user unpacks, started as a user starts it. */
@NullMarked
package io.bulkhead.conformance;

import org.jspecify.annotations.NullMarked;
