/** {@code bulkhead infer}: asks a server for the answers to a file of requests. */
@NullMarked
package io.bulkhead.host.cli.infer;

import org.jspecify.annotations.NullMarked;
