package io.bulkhead.plugin.huggingface.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ServingException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {
    @TempDir private Path home;

    @Test
    void asksTheRealHubByDefault() {
        HubSettings settings = of(Map.of());

        assertThat(settings)
                .isEqualTo(
                        new HubSettings(
                                URI.create("https://huggingface.co"),
                                Optional.empty(),
                                home.resolve(".cache/huggingface/hub"),
                                false,
                                Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({
        "HF_HOME, /data/hf, /data/hf/hub",
        "HF_HUB_CACHE, /data/hub, /data/hub",
        "HUGGINGFACE_HUB_CACHE, /data/hub, /data/hub",
        "TRANSFORMERS_CACHE, /data/hub, /data/hub",
        "XDG_CACHE_HOME, /data, /data/huggingface/hub",
    })
    void keepsFilesWherePythonDoes(String name, String value, Path cache) {
        assertThat(of(Map.of(name, value)).cache()).isEqualTo(cache);
    }

    @Test
    void knowsTheUsersFolder() {
        assertThat(of(Map.of("HF_HOME", "~/models")).cache()).isEqualTo(home.resolve("models/hub"));
    }

    @Test
    void takesATokenFromAVariableBeforeAFile() throws IOException {
        Path file = home.resolve(".cache/huggingface/token");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "hf_of_file\n");

        assertThat(of(Map.of()).token()).hasValue("hf_of_file");
        assertThat(of(Map.of("HF_TOKEN", "hf_own")).token()).hasValue("hf_own");
        assertThat(of(Map.of("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")).token()).isEmpty();
    }

    @Test
    void neverShowsTheToken() {
        assertThat(of(Map.of("HF_TOKEN", "hf_secret")).toString()).doesNotContain("hf_secret");
    }

    @ParameterizedTest
    @CsvSource({
        "HF_HUB_OFFLINE, 1, true",
        "HF_HUB_OFFLINE, yes, true",
        "HF_HUB_OFFLINE, 0, false",
        "TRANSFORMERS_OFFLINE, True, true",
    })
    void staysOfflineWhenToldTo(String name, String value, boolean offline) {
        assertThat(of(Map.of(name, value)).offline()).isEqualTo(offline);
    }

    @ParameterizedTest
    @CsvSource({
        "HF_ENDPOINT, hub.example",
        "HF_ENDPOINT, ftp://hub.example",
        "HF_ENDPOINT, http://a b",
        "HF_HUB_DOWNLOAD_TIMEOUT, soon",
    })
    void namesTheVariableThatIsWrong(String name, String value) {
        assertThatThrownBy(() -> of(Map.of(name, value)))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining(name);
    }

    @Test
    void letsTheModelsSettingsComeFirst() {
        HubSettings settings =
                of(Map.of("HF_TOKEN", "hf_server"))
                        .with(Optional.of("hf_model"), Optional.of("/own"), true);

        assertThat(settings.token()).hasValue("hf_model");
        assertThat(settings.cache()).isEqualTo(Path.of("/own"));
        assertThat(settings.offline()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt2",
                "google-bert/bert-base-cased",
                "o/n@v1.0",
                "o/n@refs/pr/1",
                "a.b/c_d"
            })
    void knowsTheNamesOfModels(String name) {
        assertThat(RepositoryId.parse(name, Optional.empty())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/models/bert", "./bert", "../bert", "a/b/c", "a//b", "a\\b", "a--b"})
    void takesPathsForNoNamesOfModels(String name) {
        assertThat(RepositoryId.parse(name, Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "a b", "", "/main"})
    void refusesRevisionsThatAreNone(String revision) {
        assertThatThrownBy(() -> RepositoryId.parse("owner/tiny", Optional.of(revision)))
                .hasMessageContaining("must be a branch, a tag or a commit");
    }

    @ParameterizedTest
    @CsvSource({
        "https://huggingface.co/x, true",
        "https://cdn.inside.example/x, false",
        "https://inside.example/x, false",
        "http://huggingface.co/x, false",
    })
    void goesThroughTheProxyOfTheVariables(URI address, boolean proxied) {
        Proxies proxies =
                new Proxies(
                        Map.of(
                                "HTTPS_PROXY",
                                "http://proxy.example:3128",
                                "no_proxy",
                                "localhost,.inside.example"));

        assertThat(proxies.of(address))
                .isEqualTo(
                        proxied
                                ? new Proxy(
                                        Proxy.Type.HTTP,
                                        InetSocketAddress.createUnresolved("proxy.example", 3128))
                                : Proxy.NO_PROXY);
    }

    private HubSettings of(Map<String, String> variables) {
        return HubSettings.of(variables, home);
    }
}
