package io.bulkhead.host.environment;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentStoreTest {
    private static final Map<String, byte[]> JAR = Map.of("a.txt", new byte[] {1});

    @TempDir private Path work;
    private Path copies;
    private EnvironmentStore store;

    @BeforeEach
    void prepare() {
        copies = work.resolve("copies");
        store = new EnvironmentStore(copies);
    }

    @Test
    void makesItsFolderWhenFirstNeeded() throws IOException {
        assertThat(copies).doesNotExist();
        store.dropped(TestPlugins.write(work.resolve("a.jar"), JAR));
        assertThat(copies).isDirectory();
    }

    @Test
    void opensACopyAndNeverWhatTheUserOwns() throws IOException {
        Path origin = TestPlugins.write(work.resolve("a.jar"), JAR);
        Environment environment = store.dropped(origin);
        assertThat(environment.origin()).isEqualTo(origin);
        assertThat(environment.paths()).allMatch(path -> path.startsWith(copies));
        Files.delete(origin);
        assertThat(environment.paths()).allMatch(Files::exists);
    }

    @Test
    void equalContentsAreKeptOnceUnderAnyName() throws IOException {
        Environment first = store.dropped(TestPlugins.write(work.resolve("a.jar"), JAR));
        Environment second = store.dropped(TestPlugins.write(work.resolve("b.jar"), JAR));
        assertThat(second.paths()).isEqualTo(first.paths());
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(second.id()).isEqualTo("b.jar");
        assertThat(entries(copies)).hasSize(1);
    }

    @Test
    void otherContentsUnderTheSameNameAreAnotherCopy() throws IOException {
        Path origin = TestPlugins.write(work.resolve("a.jar"), JAR);
        Environment before = store.dropped(origin);
        TestPlugins.write(origin, Map.of("a.txt", new byte[] {2}));
        Environment after = store.dropped(origin);
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
                                "lib/x",
                                JAR.get("a.txt")));
        Path jar = TestPlugins.write(work.resolve("a.jar"), JAR);
        for (int round = 0; round < 20; round++) {
            EnvironmentStore fresh = new EnvironmentStore(work.resolve("round-" + round));
            assertThat(atOnce(fresh, jar)).hasSize(1);
            assertThat(atOnce(fresh, zip)).hasSize(1);
            assertThat(entries(work.resolve("round-" + round))).hasSize(2);
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
                                    return store.dropped(file);
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
        Environment environment = store.dropped(folder);
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
        Path zip = Files.writeString(work.resolve("broken.zip"), "no zip");
        assertThatThrownBy(() -> store.dropped(zip))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("broken.zip");
        assertThat(entries(copies)).isEmpty();
    }

    @Test
    void messagesDoNotSayWhereTheServerKeepsItsFiles() throws IOException {
        Path folder = Files.createDirectories(work.resolve("empty"));
        assertThatThrownBy(() -> store.dropped(folder))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("plugin.properties")
                .message()
                .doesNotContain(work.toString());
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
