package io.bulkhead.host.environment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentStoreTest {
    private static final byte[] DESCRIPTOR =
            "Manifest-Version: 1.0\nPlugin-Id: a\n".getBytes(UTF_8);
    private static final Map<String, byte[]> JAR =
            Map.of("META-INF/MANIFEST.MF", DESCRIPTOR, "a.txt", new byte[] {1});

    @TempDir private Path work;
    private Path copies;
    private EnvironmentStore store;

    @BeforeEach
    void prepare() {
        copies = work.resolve("copies");
        store = new EnvironmentStore(copies);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Environment dropped(Path origin) {
        return store.dropped(origin).orElseThrow().environment();
    }

    @Test
    void makesItsFolderWhenFirstNeeded() throws IOException {
        assertThat(copies).doesNotExist();
        dropped(TestPlugins.write(work.resolve("a.jar"), JAR));
        assertThat(copies).isDirectory();
    }

    @Test
    void opensACopyAndNeverWhatTheUserOwns() throws IOException {
        Path origin = TestPlugins.write(work.resolve("a.jar"), JAR);
        Environment environment = dropped(origin);
        assertThat(environment.origin()).isEqualTo(origin);
        assertThat(environment.paths()).allMatch(path -> path.startsWith(copies));
        Files.delete(origin);
        assertThat(environment.paths()).allMatch(Files::exists);
    }

    @Test
    void equalContentsAreKeptOnceUnderAnyName() throws IOException {
        Environment first = dropped(TestPlugins.write(work.resolve("a.jar"), JAR));
        Environment second = dropped(TestPlugins.write(work.resolve("b.jar"), JAR));
        assertThat(second.paths()).isEqualTo(first.paths());
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(second.origin()).endsWith(Path.of("b.jar"));
        assertThat(copiesIn(copies)).hasSize(1);
    }

    @Test
    void otherContentsUnderTheSameNameAreAnotherCopy() throws IOException {
        Path origin = TestPlugins.write(work.resolve("a.jar"), JAR);
        Environment before = dropped(origin);
        TestPlugins.write(
                origin, Map.of("META-INF/MANIFEST.MF", DESCRIPTOR, "a.txt", new byte[] {2}));
        Environment after = dropped(origin);
        assertThat(after.paths()).doesNotContainAnyElementsOf(before.paths());
        assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
    }

    @Test
    void copiesMadeAtTheSameTimeAreOne() throws Exception {
        Path zip =
                TestPlugins.write(
                        work.resolve("a.zip"),
                        Map.of(
                                "plugin.properties",
                                "plugin.id=a".getBytes(UTF_8),
                                "lib/x.txt",
                                JAR.get("a.txt")));
        Path jar = TestPlugins.write(work.resolve("a.jar"), JAR);
        for (int round = 0; round < 20; round++) {
            Path root = work.resolve("round-" + round);
            try (EnvironmentStore fresh = new EnvironmentStore(root)) {
                assertThat(atOnce(fresh, jar)).hasSize(1);
                assertThat(atOnce(fresh, zip)).hasSize(1);
                assertThat(copiesIn(root)).hasSize(2);
            }
        }
    }

    /** The different places that threads which drop the same file are given. */
    private static List<List<Path>> atOnce(EnvironmentStore store, Path file) throws Exception {
        int threads = 8;
        CountDownLatch start = new CountDownLatch(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Environment>> opened = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                opened.add(
                        pool.submit(
                                () -> {
                                    start.countDown();
                                    start.await();
                                    return store.dropped(file).orElseThrow().environment();
                                }));
            }
            List<List<Path>> places = new ArrayList<>();
            for (Future<Environment> environment : opened) {
                places.add(environment.get().paths());
            }
            return places.stream().distinct().toList();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aFolderIsCopiedWithItsLibraries() throws IOException {
        Path folder = Files.createDirectories(work.resolve("plugin/lib")).getParent();
        Files.writeString(folder.resolve("plugin.properties"), "plugin.id=p\nplugin.version=2");
        TestPlugins.write(folder.resolve("lib/a.jar"), JAR);
        Environment environment = dropped(folder);
        assertThat(environment.label()).isEqualTo("p 2");
        assertThat(environment.paths()).singleElement().matches(path -> path.startsWith(copies));
    }

    @Test
    void whatIsInstalledIsOpenedWhereItIs() throws IOException {
        Path folder = Files.createDirectories(work.resolve("plugin/lib")).getParent();
        Files.writeString(folder.resolve("plugin.properties"), "plugin.id=p");
        Path jar = TestPlugins.write(folder.resolve("lib/a.jar"), JAR);
        assertThat(store.installed(folder).paths()).containsExactly(jar);
        assertThat(copies).doesNotExist();
    }

    @Test
    void aFailureLeavesNothingBehind() throws IOException {
        Path whole =
                TestPlugins.write(
                        work.resolve("whole.zip"),
                        Map.of("plugin.properties", new byte[0], "lib/a.txt", new byte[9_999]));
        byte[] bytes = Files.readAllBytes(whole);
        int middle = new String(bytes, ISO_8859_1).indexOf("lib/a.txt") + 12;
        bytes[middle] ^= 1;
        Path zip = Files.write(work.resolve("broken.zip"), bytes);
        assertThatThrownBy(() -> store.dropped(zip))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("broken.zip");
        assertThat(copiesIn(copies)).isEmpty();
    }

    @Test
    void messagesDoNotSayWhereTheServerKeepsItsFiles() throws IOException {
        Path folder = Files.createDirectories(work.resolve("empty"));
        assertThatThrownBy(() -> store.installed(folder))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("plugin.properties")
                .message()
                .doesNotContain(work.toString());
    }

    @Test
    void whatIsNoPluginIsLeftAlone() throws IOException {
        Path jar = TestPlugins.write(work.resolve("a.jar"), Map.of("a.txt", new byte[] {1}));
        Path zip = TestPlugins.write(work.resolve("a.zip"), Map.of("MLmodel", new byte[] {1}));
        Path jars =
                TestPlugins.write(
                        work.resolve("b.zip"), Map.of("lib/a.jar", Files.readAllBytes(jar)));
        assertThat(store.dropped(jar)).isEmpty();
        assertThat(store.dropped(zip)).isEmpty();
        assertThat(copies).doesNotExist();
        assertThat(store.dropped(jars)).isEmpty();
        assertThat(copiesIn(copies)).isEmpty();
    }

    @Test
    void classesThatAreNotPackedArePacked() throws IOException {
        Map<String, byte[]> files =
                Map.of(
                        "plugin.properties",
                        "plugin.id=p".getBytes(UTF_8),
                        "classes/META-INF/extensions.idx",
                        "com.example.Factory".getBytes(UTF_8));
        Path zip = TestPlugins.write(work.resolve("p.zip"), files);
        assertThat(dropped(zip).jars())
                .singleElement()
                .matches(jar -> jar.extensions().contains("com.example.Factory"));
    }

    @Test
    void aCopyStaysUntilItsLastUserIsGone() throws IOException {
        Path jar = TestPlugins.write(work.resolve("a.jar"), JAR);
        EnvironmentLease one = store.dropped(jar).orElseThrow();
        EnvironmentLease other = store.dropped(jar).orElseThrow();
        EnvironmentLease third = other.share().orElseThrow();
        one.close();
        one.close();
        other.close();
        assertThat(copiesIn(copies)).hasSize(1);
        assertThat(third.environment().paths()).allMatch(Files::exists);
        third.close();
        assertThat(copiesIn(copies)).isEmpty();
        assertThat(third.share()).isEmpty();
    }

    @Test
    void twoServersDoNotTouchEachOthersCopies() throws IOException {
        Path jar = TestPlugins.write(work.resolve("a.jar"), JAR);
        Environment mine = dropped(jar);
        try (EnvironmentStore other = new EnvironmentStore(copies)) {
            assertThat(other.dropped(jar).orElseThrow().environment().paths())
                    .doesNotContainAnyElementsOf(mine.paths());
        }
        assertThat(mine.paths()).allMatch(Files::exists);
    }

    @Test
    void whatACrashedServerLeftBehindIsRemoved() throws IOException {
        Path left = Files.createDirectories(copies.resolve("server-0/tmp-1"));
        Files.writeString(left.resolve("half.jar"), "half");
        Path whole = Files.createDirectories(copies.resolve("server-0/abc"));
        dropped(TestPlugins.write(work.resolve("a.jar"), JAR));
        assertThat(left).doesNotExist();
        assertThat(whole).doesNotExist();
    }

    @Test
    void aStoreThatIsClosedLeavesNoCopy() throws IOException {
        dropped(TestPlugins.write(work.resolve("a.jar"), JAR));
        store.close();
        assertThat(copiesIn(copies)).isEmpty();
    }

    /** What is in a store's folder, but for the mark that it is taken. */
    private static List<Path> copiesIn(Path root) throws IOException {
        return entries(root.resolve("server-0")).stream()
                .filter(path -> !path.endsWith(".lock"))
                .toList();
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
