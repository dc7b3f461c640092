/** The command line, one class per command. */
@NullMarked
package io.bulkhead.host.cli;

import org.jspecify.annotations.NullMarked;
