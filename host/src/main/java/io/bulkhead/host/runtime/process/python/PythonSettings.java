package io.bulkhead.host.runtime.process.python;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What all MLServers that are children have in common.
 *
 * @param temporary where the folder of each is made
 * @param serverName what they say that they are called
 * @param tracingServer where they send traces to, as the server does
 */
public record PythonSettings(Path temporary, String serverName, Optional<String> tracingServer) {}
