/** Settings: MLServer's files and environment variables, and ours, as validated records. */
@NullMarked
package io.bulkhead.host.config;

import org.jspecify.annotations.NullMarked;
