package io.bulkhead.host.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** What a port needs to encrypt and, if clients must show who they are, to check them. */
public final class TlsMaterial {
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);
    private static final char[] NO_PASSWORD = {};

    private final KeyManager[] keyManagers;
    private final Optional<TrustManager[]> clientTrust;

    private TlsMaterial(KeyManager[] keyManagers, Optional<TrustManager[]> clientTrust) {
        this.keyManagers = keyManagers;
        this.clientTrust = clientTrust;
    }

    /**
     * Reads the files.
     *
     * @throws TlsException if one is missing, cannot be read or used, or they do not fit each other
     */
    public static TlsMaterial read(TlsFiles files) {
        PemFile chainFile = new PemFile("tls_certificate", files.certificate());
        PemFile keyFile = new PemFile("tls_private_key", files.privateKey());
        List<X509Certificate> chain = chainFile.certificates();
        PrivateKey key = keyFile.privateKey();
        try {
            if (!belongTogether(key, chain.get(0))) {
                throw keyFile.fault("is not the key to tls_certificate " + files.certificate());
            }
            KeyManager[] keyManagers = keyManagers(key, chain);
            Optional<TrustManager[]> trust = Optional.empty();
            if (files.clientCa().isPresent()) {
                PemFile authorities = new PemFile("tls_client_ca", files.clientCa().get());
                trust = Optional.of(trustManagers(authorities.certificates()));
            }
            return new TlsMaterial(keyManagers, trust);
        } catch (GeneralSecurityException | IOException e) {
            throw chainFile.fault("cannot be used: " + e.getMessage(), e);
        }
    }

    static boolean belongTogether(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        Signature signature =
                Signature.getInstance(
                        key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
    }

    static KeyManager[] keyManagers(PrivateKey key, List<X509Certificate> chain)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    static TrustManager[] trustManagers(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Who the server is. */
    public KeyManager[] keyManagers() {
        return keyManagers.clone();
    }

    /** Whom it lets in; empty: anybody. */
    public Optional<TrustManager[]> clientTrust() {
        return clientTrust.map(TrustManager[]::clone);
    }

    /** Both, for the JDK's engine. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers, clientTrust.orElse(null), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new TlsException("this Java has no TLS", e);
        }
    }
}
