/**
 * Children that are real MLServers: models in Python, served as they are. Nothing of ours runs in
 * them; they are asked by the public protocol on loopback ports, on the wire that the client chose.
 */
@NullMarked
package io.bulkhead.host.runtime.process.python;

import org.jspecify.annotations.NullMarked;
