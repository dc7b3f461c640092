package io.bulkhead.host.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The PEM files that the ports' encryption is made of.
 *
 * @param certificate {@code tls_certificate}: the server's, and behind it those between it and its
 *     authority
 * @param privateKey {@code tls_private_key}: to the first certificate
 * @param clientCa {@code tls_client_ca}: who may sign for clients; if given, a client without such
 *     a certificate is refused
 */
public record TlsFiles(Path certificate, Path privateKey, Optional<Path> clientCa) {}
