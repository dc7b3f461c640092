package io.bulkhead.host.tls;

import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The material as Jetty takes it. */
public final class TlsConnections {
    private TlsConnections() {}

    /** For one connector. */
    public static SslContextFactory.Server of(TlsMaterial tls) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(tls.context());
        factory.setNeedClientAuth(tls.clientTrust().isPresent());
        return factory;
    }
}
