package io.bulkhead.host.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** What a client needs to know a server by, and to show who it is itself. */
public final class ClientTls {
    private final TrustManager trust;
    private final Optional<KeyManager> key;

    private ClientTls(TrustManager trust, Optional<KeyManager> key) {
        this.trust = trust;
        this.key = key;
    }

    /**
     * The files of a client, each with the name of the option that gives it.
     *
     * @param authority PEM file of those who sign for servers; empty: those that Java knows
     * @param certificate PEM file of the client's own; empty: it has none
     * @param privateKey PEM file of the key to it; given if the certificate is
     */
    public record Files(
            Optional<Path> authority, Optional<Path> certificate, Optional<Path> privateKey) {}

    /**
     * Reads the files.
     *
     * @throws TlsException if one is missing, cannot be read or used, or they do not fit each other
     */
    public static ClientTls read(Files files) {
        PemFile authority = new PemFile("--tls-ca", files.authority().orElse(Path.of("")));
        try {
            TrustManager trust =
                    files.authority().isPresent()
                            ? TlsMaterial.trustManagers(authority.certificates())[0]
                            : trustOfJava();
            return new ClientTls(trust, key(files));
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("the files of TLS cannot be used: " + e.getMessage(), e);
        }
    }

    /** The same, but whoever answers is believed to be the server. */
    public static ClientTls insecure(Files files) {
        try {
            return new ClientTls(new AnyServer(), key(files));
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("the files of TLS cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager trustOfJava() throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers()[0];
    }

    private static Optional<KeyManager> key(Files files)
            throws GeneralSecurityException, IOException {
        if (files.certificate().isEmpty() && files.privateKey().isEmpty()) {
            return Optional.empty();
        }
        if (files.certificate().isEmpty() || files.privateKey().isEmpty()) {
            throw new TlsException("--tls-certificate and --tls-private-key are wanted together");
        }
        PemFile keyFile = new PemFile("--tls-private-key", files.privateKey().get());
        List<X509Certificate> chain =
                new PemFile("--tls-certificate", files.certificate().get()).certificates();
        PrivateKey key = keyFile.privateKey();
        if (!TlsMaterial.belongTogether(key, chain.get(0))) {
            throw keyFile.fault("is not the key to --tls-certificate " + files.certificate().get());
        }
        return Optional.of(TlsMaterial.keyManagers(key, chain)[0]);
    }

    /** Whom to believe and who we are, for a client. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keys = key.map(manager -> new KeyManager[] {manager}).orElse(null);
            context.init(keys, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new TlsException("this Java has no TLS", e);
        }
    }

    /** An extended one is not asked to compare the host's name with the certificate's, either. */
    private static final class AnyServer extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
