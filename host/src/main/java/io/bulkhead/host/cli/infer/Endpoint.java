package io.bulkhead.host.cli.infer;

import io.bulkhead.host.tls.ClientTls;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where and how to ask.
 *
 * @param address host and port, over HTTP also a path; without a scheme
 * @param tls empty: in the clear
 * @param headers sent with every request
 * @param timeout of one request, from connecting to the last byte of the answer
 * @param binary whether values travel as bytes over HTTP
 */
record Endpoint(
        String address,
        Optional<ClientTls> tls,
        Map<String, String> headers,
        Duration timeout,
        boolean binary) {}
