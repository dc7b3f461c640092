package io.bulkhead.host.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsMaterialTest {
    private static final Path FILES = Path.of("src/test/resources/tls");

    private static TlsFiles files(String certificate, String key) {
        return new TlsFiles(FILES.resolve(certificate), FILES.resolve(key), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"server.pem, server-key.pem", "curve.pem, curve-key.pem"})
    void readsKeysOfRsaAndOfCurves(String certificate, String key) {
        TlsMaterial material = TlsMaterial.read(files(certificate, key));

        assertThat(material.keyManagers()).hasSize(1);
        assertThat(material.clientTrust()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nope.pem | server-key.pem | tls_certificate: .*nope.pem does not exist",
                "server-key.pem | server-key.pem | tls_certificate: .* holds no certificate.*",
                "expired.pem | server-key.pem | tls_certificate: .*'CN=server' expired on 20.*",
                "server.pem | nope.pem | tls_private_key: .*nope.pem does not exist",
                "server.pem | server.pem | tls_private_key: .* holds no private key; .* is wanted.*",
                "server.pem | sec1-key.pem | tls_private_key: .* 'EC PRIVATE KEY'; .* is wanted.*",
                "server.pem | client-key.pem | tls_private_key: .* is not the key to .*server.pem",
                "server.pem | curve-key.pem | tls_private_key: .* is not the key to .*server.pem",
            })
    void namesSettingAndFileOfWhatCannotBeUsed(String certificate, String key, String reason) {
        assertThatExceptionOfType(TlsException.class)
                .isThrownBy(() -> TlsMaterial.read(files(certificate, key)))
                .satisfies(e -> assertThat(e.reason()).matches("(?s)" + reason));
    }

    @Test
    void namesTheFileOfAuthoritiesThatHoldsNone() {
        TlsFiles files =
                new TlsFiles(
                        FILES.resolve("server.pem"),
                        FILES.resolve("server-key.pem"),
                        Optional.of(FILES.resolve("client-key.pem")));

        assertThatExceptionOfType(TlsException.class)
                .isThrownBy(() -> TlsMaterial.read(files))
                .withMessageStartingWith("tls_client_ca: ");
    }
}
