package io.bulkhead.host.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of certificates or a key as text, and the setting that names it. */
record PemFile(String setting, Path path) {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private static final Pattern OTHER_KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC");

    /** At least one certificate, all valid today. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates;
        try {
            certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes()))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
        } catch (CertificateException e) {
            throw fault("holds no certificate that can be read; PEM is wanted", e);
        }
        if (certificates.isEmpty()) {
            throw fault("holds no certificate; PEM is wanted");
        }
        certificates.forEach(this::requireValid);
        return certificates;
    }

    private void requireValid(X509Certificate certificate) {
        String subject = "certificate '" + certificate.getSubjectX500Principal().getName() + "' ";
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw fault(subject + "expired on " + certificate.getNotAfter().toInstant(), e);
        } catch (CertificateNotYetValidException e) {
            throw fault(subject + "is valid from " + certificate.getNotBefore().toInstant(), e);
        }
    }

    /** An RSA or elliptic-curve key. */
    PrivateKey privateKey() {
        String text = new String(bytes(), StandardCharsets.US_ASCII);
        Matcher pkcs8 = PKCS8.matcher(text);
        if (pkcs8.find()) {
            return privateKey(pkcs8.group(1));
        }
        Matcher other = OTHER_KEY.matcher(text);
        throw fault(
                (other.find() ? "holds '" + other.group(1) + "'" : "holds no private key")
                        + "; 'PRIVATE KEY' (PKCS #8 in PEM, not encrypted) is wanted, which `openssl"
                        + " pkcs8 -topk8 -nocrypt -in KEY -out NEW` makes of others");
    }

    private PrivateKey privateKey(String base64) {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(decoded(base64));
        return KEY_ALGORITHMS.stream()
                .flatMap(algorithm -> privateKey(algorithm, encoded).stream())
                .findFirst()
                .orElseThrow(
                        () -> fault("holds a private key that is neither RSA nor elliptic-curve"));
    }

    private byte[] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw fault("holds a private key that is not Base64", e);
        }
    }

    private Optional<PrivateKey> privateKey(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (InvalidKeySpecException otherAlgorithm) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw fault("cannot be read as this Java has no keys of " + algorithm, e);
        }
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw fault(Files.exists(path) ? "cannot be read" : "does not exist", e);
        }
    }

    TlsException fault(String what) {
        return new TlsException(setting + ": " + path + " " + what);
    }

    TlsException fault(String what, Throwable cause) {
        return new TlsException(setting + ": " + path + " " + what, cause);
    }
}
