package io.bulkhead.plugin.huggingface.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.hub.FakeHub.Asked;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A hub in the test's own process, which answers as the real one does, or does not. */
class HubClientTest {
    private static final byte[] WEIGHTS = new byte[300_000];
    private static final FileSelection MODEL = new FileSelection(true, false, Optional.empty());
    private static final String OTHER_COMMIT = "f".repeat(40);

    static {
        new Random(1).nextBytes(WEIGHTS);
    }

    @TempDir private Path cache;

    private final List<Duration> waited = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private FakeHub hub;

    @BeforeEach
    void startHub() throws IOException {
        hub =
                new FakeHub()
                        .with("config.json", "{\"model_type\": \"bert\"}")
                        .with("tokenizer.json", "{}")
                        .with("README.md", "of no use here")
                        .with("tf_model.h5", WEIGHTS)
                        .with("pytorch_model.bin", WEIGHTS)
                        .with("model.safetensors", WEIGHTS);
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void fetchesWhatIsNeededIntoPythonsLayout() throws IOException {
        Path folder = client().folder(id(), MODEL);

        Path own = cache.resolve("models--owner--tiny");
        String sha256 = FakeHub.etag("model.safetensors", WEIGHTS);
        assertThat(folder).isEqualTo(own.resolve("snapshots").resolve(FakeHub.COMMIT));
        assertThat(names(folder))
                .containsExactly("config.json", "model.safetensors", "tokenizer.json");
        assertThat(Files.readSymbolicLink(folder.resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs").resolve(sha256));
        assertThat(own.resolve("blobs").resolve(sha256)).hasBinaryContent(WEIGHTS);
        assertThat(own.resolve("refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(names(own.resolve("blobs"))).hasSize(3).noneMatch(n -> n.contains("incomplete"));
        assertThat(told).first().asString().contains("owner/tiny: 3 files to fetch, 0 MB");
    }

    @Test
    void asksForNoFileThatItHas() {
        client().folder(id(), MODEL);
        int before = hub.asked().size();

        client().folder(id(), MODEL);

        assertThat(hub.asked().subList(before, hub.asked().size()))
                .extracting(Asked::path)
                .containsExactly("/api/models/owner/tiny/revision/main");
    }

    @Test
    void asksNothingForACommitThatItHas() {
        client().folder(id(), MODEL);
        int before = hub.asked().size();

        Path folder = client().folder(new RepositoryId(FakeHub.NAME, FakeHub.COMMIT), MODEL);

        assertThat(folder).isDirectory();
        assertThat(hub.asked()).hasSize(before);
    }

    @Test
    void followsABranchThatMovesAndFetchesWhatIsNew() throws IOException {
        client().folder(id(), MODEL);
        hub.move(OTHER_COMMIT);
        hub.with("config.json", "{\"model_type\": \"roberta\"}");

        Path folder = client().folder(id(), MODEL);

        assertThat(folder.getFileName()).hasToString(OTHER_COMMIT);
        assertThat(folder.resolve("config.json")).content().contains("roberta");
        assertThat(gets("model.safetensors")).hasSize(1);
        assertThat(cache.resolve("models--owner--tiny/refs/main")).hasContent(OTHER_COMMIT);
    }

    @Test
    void goesOnWhereTheLineBroke() {
        hub.breakAfter(100_000, 50_000);

        Path folder = client().folder(id(), MODEL);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(gets("model.safetensors"))
                .extracting(Asked::range)
                .containsExactly("null", "bytes=100000-", "bytes=150000-");
    }

    @Test
    void goesOnWhereAnEarlierProcessWasKilled() throws IOException {
        Path part = part();
        Files.createDirectories(part.getParent());
        Files.write(part, Arrays.copyOf(WEIGHTS, 120_000));

        Path folder = client().folder(id(), MODEL);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(gets("model.safetensors"))
                .extracting(Asked::range)
                .containsExactly("bytes=120000-");
    }

    @Test
    void beginsAgainIfWhatAnEarlierProcessLeftIsDamaged() throws IOException {
        Path part = part();
        Files.createDirectories(part.getParent());
        Files.write(part, new byte[120_000]);

        Path folder = client().folder(id(), MODEL);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void beginsAgainAtAHubThatKnowsNoRanges() {
        hub.forgetRanges();
        hub.breakAfter(100_000);

        Path folder = client().folder(id(), MODEL);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void givesUpOnALineThatAlwaysBreaksAndKeepsWhatCame() throws IOException {
        hub.breakAfter(70_000, 0, 0, 0, 0, 0, 0, 0, 0);

        assertRefused("the line to the hub breaks at byte 70000 of 300000 of model.safetensors");

        assertThat(part()).hasSize(70_000);
        assertThat(cache.resolve("models--owner--tiny/refs")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "300000, the checksum",
        "299999, the line to the hub breaks at byte 299999",
        "300001, is larger than the hub says",
    })
    void takesNothingThatIsNotWhatTheHubSays(int size, String reason) throws IOException {
        hub.damage("model.safetensors", new byte[size]);

        assertRefused(reason);

        Path own = cache.resolve("models--owner--tiny");
        assertThat(own.resolve("blobs").resolve(FakeHub.etag("model.safetensors", WEIGHTS)))
                .doesNotExist();
        assertThat(own.resolve("snapshots").resolve(FakeHub.COMMIT).resolve("model.safetensors"))
                .doesNotExist();
    }

    @Test
    void checksGitsChecksumOfSmallFiles() {
        hub.damage("config.json", "{\"model_type\": \"bart\"}".getBytes(StandardCharsets.UTF_8));

        assertRefused("config.json came damaged from the hub: it has the checksum");
    }

    @ParameterizedTest
    @CsvSource({
        "401, X-Error-Code, RepoNotFound, 'its name is wrong, or it is private and wants a token'",
        "403, X-Error-Message, Access is restricted., '(403): Access is restricted.'",
        "403, X-Error-Code, GatedRepo, 'ask for it at http://localhost'",
        "404, X-Error-Code, RepoNotFound, 'or none with a revision'",
        "410, X-Error-Code, Gone, answers 410",
    })
    void saysWhyTheHubRefuses(int status, String header, String value, String reason) {
        hub.refuse(status, header, value, 1);

        assertRefused(reason);
        assertThat(waited).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchRevision() {
        assertRefused(
                new RepositoryId(FakeHub.NAME, "v9"),
                "the hub has no revision 'v9' of the model 'owner/tiny' (404)");
    }

    @Test
    void waitsAsLongAsTheHubAsks() {
        hub.refuse(429, "Retry-After", "7", 2);

        client().folder(id(), MODEL);

        assertThat(waited).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
    }

    @Test
    void doesNotWaitForever() {
        hub.refuse(429, "Retry-After", "3600", 1);

        assertRefused("answers 429, and wants to be asked again in 3600 s; with a token");
        assertThat(waited).isEmpty();
    }

    @Test
    void asksAgainIfTheHubIsOutOfOrder() {
        hub.refuse(503, "X-Nothing", "-", 3);

        client().folder(id(), MODEL);

        assertThat(waited)
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void givesUpOnAHubThatStaysOutOfOrder() {
        hub.refuse(502, "X-Nothing", "-", 50);

        assertRefused("is out of order: it answers 502, 5 times");
    }

    @Test
    void servesWhatItHasWhileTheHubIsAway() {
        Path folder = client().folder(id(), MODEL);
        hub.refuse(503, "X-Nothing", "-", 50);

        assertThat(client().folder(id(), MODEL)).isEqualTo(folder);
    }

    @Test
    void servesWhatItHasIfNobodyAnswersThere() {
        Path folder = client().folder(id(), MODEL);
        hub.close();

        assertThat(client().folder(id(), MODEL)).isEqualTo(folder);
    }

    @Test
    void saysThatNobodyAnswersThere() {
        hub.close();

        assertRefused("cannot be reached: nobody answers there");
    }

    @Test
    void asksNobodyWhenItIsOffline() {
        Path folder = client().folder(id(), MODEL);
        int before = hub.asked().size();

        assertThat(client(Optional.empty(), true).folder(id(), MODEL)).isEqualTo(folder);
        assertThat(hub.asked()).hasSize(before);
    }

    @Test
    void saysThatItIsOffline() {
        assertThatThrownBy(() -> client(Optional.empty(), true).folder(id(), MODEL))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("does not have all of 'owner/tiny'")
                .hasMessageContaining("HF_HUB_OFFLINE");
        assertThat(hub.asked()).isEmpty();
    }

    @Test
    void isNotContentWithHalfOfAModelWhenItIsOffline() throws IOException {
        Path folder = client().folder(id(), MODEL);
        Files.delete(folder.resolve("model.safetensors"));

        assertThatThrownBy(() -> client(Optional.empty(), true).folder(id(), MODEL))
                .hasMessageContaining("does not have all of");
    }

    @Test
    void tellsTheTokenToTheHubAlone() {
        client(Optional.of("hf_secret"), false).folder(id(), MODEL);

        assertThat(hub.asked())
                .filteredOn(one -> one.host().startsWith("localhost"))
                .isNotEmpty()
                .allMatch(one -> one.token().equals("Bearer hf_secret"));
        assertThat(hub.asked())
                .filteredOn(one -> one.host().startsWith("127.0.0.1"))
                .isNotEmpty()
                .allMatch(one -> one.token().equals("null"));
    }

    @Test
    void fetchesAContentOnceForManyThatWantIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Path> wish = () -> client(Pauses.REAL).folder(id(), MODEL);
            for (Future<Path> folder : threads.invokeAll(List.of(wish, wish, wish, wish))) {
                assertThat(folder.get().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(gets("model.safetensors")).hasSize(1);
    }

    @Test
    void mendsAContentThatWasCutOff() throws IOException {
        Path folder = client().folder(id(), MODEL);
        Files.write(folder.resolve("model.safetensors"), new byte[10]);

        client().folder(id(), MODEL);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil.json", "/evil.json", "a/../../evil.json", "a\\\\evil.json"})
    void refusesNamesThatLeadOutOfTheCache(String name) {
        hub.with(name, "{}");

        assertRefused("names a file that cannot be one");
    }

    @Test
    void saysWhatThereIsWhereNothingCanBeServed() throws IOException {
        try (FakeHub pickled =
                new FakeHub().with("config.json", "{}").with("pytorch_model.bin", WEIGHTS)) {
            assertThatThrownBy(() -> client(pickled.address()).folder(id(), MODEL))
                    .hasMessageContaining(
                            "has neither ONNX files nor model.safetensors, only pytorch_model.bin");
            assertThat(pickled.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Sign in</html>", "[]", "{}", "{\"sha\": \"../..\"}"})
    void saysThatAnswersOfAnotherServerMakeNoSense(String answer) {
        assertThatThrownBy(() -> Listing.parse(id(), answer))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("the hub's answer about owner/tiny");
    }

    private static RepositoryId id() {
        return new RepositoryId(FakeHub.NAME, "main");
    }

    private HubClient client() {
        return client(Optional.empty(), false);
    }

    private HubClient client(Optional<String> token, boolean offline) {
        return client(settings(hub.address(), token, offline), waited::add);
    }

    private HubClient client(Pauses pauses) {
        return client(settings(hub.address(), Optional.empty(), false), pauses);
    }

    private HubClient client(URI endpoint) {
        return client(settings(endpoint, Optional.empty(), false), waited::add);
    }

    private HubClient client(HubSettings settings, Pauses pauses) {
        return new HubClient(settings, new Proxies(Map.of()), told::add, pauses);
    }

    private HubSettings settings(URI endpoint, Optional<String> token, boolean offline) {
        return new HubSettings(endpoint, token, cache, offline, Duration.ofSeconds(20));
    }

    private List<Asked> gets(String name) {
        return hub.askedFor(name).stream()
                .filter(one -> one.method().equals("GET") && one.path().startsWith("/cdn/"))
                .toList();
    }

    private Path part() {
        String etag = FakeHub.etag("model.safetensors", WEIGHTS);
        return cache.resolve("models--owner--tiny/blobs").resolve(etag + ".bulkhead.incomplete");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void assertRefused(String reason) {
        assertRefused(id(), reason);
    }

    private void assertRefused(RepositoryId id, String reason) {
        assertThatThrownBy(() -> client().folder(id, MODEL))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        refused ->
                                assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_LOAD_FAILED))
                .hasMessageContaining(reason);
    }
}
