package io.bulkhead.host.environment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTarballTest {
    @TempDir private Path work;
    private TestPlugins plugins;
    private Path copies;
    private EnvironmentStore store;

    @BeforeEach
    void prepare() throws IOException {
        plugins = new TestPlugins(Files.createDirectories(work.resolve("work")));
        copies = work.resolve("copies");
        store = new EnvironmentStore(copies);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Path packed(String name, Path... files) throws IOException {
        EnvironmentPacker packer = new EnvironmentPacker("test");
        for (Path file : files) {
            packer.addFile(file);
        }
        Path archive = work.resolve(name);
        packer.write(archive);
        return archive;
    }

    private Path plugin() throws IOException {
        return plugins.jar("echo", work.resolve("echo.jar"));
    }

    private Path library() throws IOException {
        return plugins.jar("library-1", work.resolve("library-1.0.jar"));
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(copies.resolve("server-0"))) {
            return files.filter(path -> !path.endsWith(".lock")).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"e.tar.gz", "e.tgz", "e.tar.zst", "e.tar.xz"})
    void whatIsPackedIsOpened(String name) throws IOException {
        Path archive = packed(name, plugin(), library());
        try (EnvironmentLease lease = store.tarball(archive)) {
            Environment environment = lease.environment();
            assertThat(environment.hasExtensions()).isTrue();
            assertThat(environment.paths())
                    .extracting(path -> path.getParent().getFileName() + "/" + path.getFileName())
                    .containsExactly("lib/library-1.0.jar", "plugins/echo.jar");
            assertThat(environment.source().text())
                    .isEqualTo("the environment tarball '" + name + "'");
            assertThat(environment.source().sha256()).isEqualTo(Digests.sha256(archive));
            assertThat(environment.javaHome()).isEmpty();
        }
        assertThat(copies()).isEmpty();
    }

    @Test
    void theSameInputMakesTheSameBytes() throws IOException {
        Path first = packed("a.tar.gz", plugin(), library());
        Files.setLastModifiedTime(library(), FileTime.fromMillis(1_000_000));
        Path second = packed("b.tar.gz", work.resolve("echo.jar"), work.resolve("library-1.0.jar"));
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void aTarballIsUnpackedOnceForAllWhoNameIt() throws Exception {
        Path archive = packed("e.tar.gz", plugin(), library());
        Path copy = Files.copy(archive, work.resolve("other-name.tar.gz"));
        int threads = 8;
        CountDownLatch start = new CountDownLatch(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<EnvironmentLease>> opened = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Path mine = i % 2 == 0 ? archive : copy;
                opened.add(
                        pool.submit(
                                () -> {
                                    start.countDown();
                                    start.await();
                                    return store.tarball(mine);
                                }));
            }
            List<EnvironmentLease> leases = new ArrayList<>();
            for (Future<EnvironmentLease> lease : opened) {
                leases.add(lease.get());
            }
            assertThat(leases).extracting(lease -> lease.environment().paths()).hasSize(threads);
            assertThat(leases.stream().map(lease -> lease.environment().paths()).distinct())
                    .hasSize(1);
            assertThat(copies()).hasSize(1);
            leases.remove(0).close();
            assertThat(copies()).hasSize(1);
            leases.forEach(EnvironmentLease::close);
            assertThat(copies()).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aBareZipOfJarsInAFolderIsAnEnvironment() throws IOException {
        Path zip =
                TestPlugins.write(
                        work.resolve("e.zip"),
                        Map.of(
                                "my-env/a/one-1.0.jar",
                                Files.readAllBytes(library()),
                                "my-env/two.jar",
                                Files.readAllBytes(plugin())));
        try (EnvironmentLease lease = store.tarball(zip)) {
            assertThat(lease.environment().paths()).hasSize(2);
            assertThat(lease.environment().id()).isEqualTo("e.zip");
        }
    }

    @Test
    void aPluginsZipInItIsUnpackedToo() throws IOException {
        Path zip = plugins.zip("versioned", work.resolve("versioned.zip"), library());
        try (EnvironmentLease lease = store.tarball(packed("e.tar.gz", zip))) {
            assertThat(lease.environment().label()).isEqualTo("versioned 1.0");
            assertThat(lease.environment().jars()).hasSize(2);
        }
    }

    @Test
    void librariesTakeThePlaceOfAPluginsOwn() throws IOException {
        Path zip = plugins.zip("versioned", work.resolve("versioned.zip"), library());
        Path other = plugins.jar("library-2", work.resolve("library-2.0.jar"));
        Environment plugin = store.dropped(zip).orElseThrow().environment();
        Environment libraries = store.tarball(packed("e.tar.gz", other)).environment();
        assertThat(libraries.hasExtensions()).isFalse();
        Environment composed = plugin.with(libraries);
        assertThat(composed.paths())
                .extracting(path -> path.getFileName().toString())
                .containsExactly("versioned.jar", "library-2.0.jar");
        assertThat(composed.source()).isEqualTo(libraries.source());
    }

    @Test
    void aFileThatDiffersFromTheManifestIsRefused() throws IOException {
        Path archive = packed("e.tar.gz", plugin(), library());
        Path folder = Files.createDirectories(work.resolve("unpacked"));
        SafeArchive.unpack(archive, folder, ArchiveLimits.standard(), SafeArchive.EntryCheck.NONE);
        Path jar = folder.resolve("lib/library-1.0.jar");
        Files.write(jar, Files.readAllBytes(work.resolve("echo.jar")));
        Path changed = work.resolve("changed.tar.gz");
        try (ReproducibleTar tar = ReproducibleTar.to(changed);
                Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                tar.file(folder.relativize(file).toString(), file, false);
            }
        }
        assertRefused(changed, "'lib/library-1.0.jar' is not what the manifest says");
    }

    @Test
    void anEnvironmentForAnotherMachineIsRefused() throws IOException {
        Path folder = Files.createDirectories(work.resolve("env"));
        Files.copy(plugin(), folder.resolve("echo.jar"));
        EnvironmentManifest.Content content =
                new EnvironmentManifest.Content(
                        "echo.jar",
                        Files.size(work.resolve("echo.jar")),
                        Digests.sha256(work.resolve("echo.jar")));
        String platform = EnvironmentManifest.platformOfThisMachine();
        Files.write(
                folder.resolve(EnvironmentManifest.FILE),
                manifest("plan9-mips", 17, content).toJson());
        assertThatThrownBy(() -> store.folder(folder))
                .hasMessageContaining("it is made for plan9-mips, and this is " + platform);
        Files.write(
                folder.resolve(EnvironmentManifest.FILE), manifest(platform, 99, content).toJson());
        assertThatThrownBy(() -> store.folder(folder))
                .hasMessageContaining("it needs Java 99, and is to run on Java ");
        Files.write(
                folder.resolve(EnvironmentManifest.FILE), manifest(platform, 17, content).toJson());
        assertThat(store.folder(folder).environment().paths())
                .containsExactly(folder.resolve("echo.jar"));
    }

    private static EnvironmentManifest manifest(
            String platform, int javaNeeded, EnvironmentManifest.Content content) {
        return new EnvironmentManifest(
                "test",
                List.of("echo.jar"),
                javaNeeded,
                Optional.empty(),
                platform,
                List.of(content));
    }

    @Test
    void aPythonEnvironmentWithoutPythonIsRefused() throws IOException {
        Path zip =
                TestPlugins.write(
                        work.resolve("conda.zip"), Map.of("conda-meta/history", new byte[1]));
        assertRefused(zip, "it holds neither a jar, nor a Java, nor a Python that can be run");
    }

    @Test
    void aVirtualEnvironmentNeedsItsPythonOnThisMachine() throws IOException {
        byte[] settings = "home = /no/such/place\nversion = 3.1.4\n".getBytes(UTF_8);
        Path zip = TestPlugins.write(work.resolve("venv.zip"), Map.of("pyvenv.cfg", settings));
        assertRefused(
                zip, "it is a virtual environment of Python 3.1, which is not on this machine");
    }

    @Test
    void whatHoldsNothingOfUseIsRefused() throws IOException {
        Path zip = TestPlugins.write(work.resolve("e.zip"), Map.of("readme.txt", new byte[1]));
        assertRefused(zip, "it holds neither a jar, nor a Java, nor a Python");
        assertRefused(work.resolve("gone.tar.gz"), "there is no such file");
        Path text = Files.writeString(work.resolve("text.tar.gz"), "text");
        assertRefused(text, "it is no tar.gz, tar.zst, tar.xz, tar.bz2, tar or zip");
        Path broken =
                TestPlugins.write(
                        work.resolve("broken.zip"), Map.of("a.jar", "no jar".getBytes(UTF_8)));
        assertRefused(broken, "is not used");
    }

    @Test
    void limitsHoldForWhatIsPackedInside() throws IOException {
        Path zip =
                TestPlugins.write(
                        work.resolve("inner.zip"),
                        Map.of("plugin.properties", new byte[1], "lib/zeros", new byte[40 << 20]));
        Path outer =
                TestPlugins.write(
                        work.resolve("outer.zip"), Map.of("inner.zip", Files.readAllBytes(zip)));
        assertRefused(outer, "unpacks to more than 100 times its size");
    }

    private void assertRefused(Path archive, String reason) throws IOException {
        assertThatThrownBy(() -> store.tarball(archive))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining(
                        "the environment tarball '" + archive.getFileName() + "' is not used: ")
                .hasMessageContaining(reason)
                .message()
                .doesNotContain(work.toString());
        if (Files.exists(copies)) {
            assertThat(copies()).isEmpty();
        }
    }

    @Test
    void aJavaIsPackedWithItsLinks() throws IOException {
        Path java = Files.createDirectories(work.resolve("jdk/bin")).getParent();
        Files.writeString(java.resolve("bin/java"), "#!/bin/sh\n");
        assertThat(java.resolve("bin/java").toFile().setExecutable(true)).isTrue();
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"21.0.4\"\n");
        Files.createDirectories(java.resolve("legal"));
        Files.createSymbolicLink(java.resolve("legal/inner"), Path.of("../release"));
        Path outside = Files.writeString(work.resolve("cacerts"), "certificates");
        Files.createSymbolicLink(java.resolve("legal/outer"), outside);
        EnvironmentPacker packer = new EnvironmentPacker("java");
        packer.addFile(plugin());
        packer.addJava(java);
        EnvironmentManifest manifest = packer.write(work.resolve("e.tar.zst"));
        assertThat(manifest.bundledJava()).contains("21.0.4");
        assertThat(manifest.platform()).isEqualTo(EnvironmentManifest.platformOfThisMachine());
        try (EnvironmentLease lease = store.tarball(work.resolve("e.tar.zst"))) {
            Path home = lease.environment().javaHome().orElseThrow();
            assertThat(JavaRelease.of(home).feature()).isEqualTo(21);
            assertThat(home.resolve("legal/inner")).isSymbolicLink();
            assertThat(home.resolve("legal/outer")).isRegularFile().hasContent("certificates");
            assertThat(home.resolve("bin/java")).isExecutable();
        }
    }

    @Test
    void aJavaThatIsTooOldIsRefused() throws IOException {
        Path java = Files.createDirectories(work.resolve("jdk/bin")).getParent();
        Files.writeString(java.resolve("bin/java"), "#!/bin/sh\n");
        assertThat(java.resolve("bin/java").toFile().setExecutable(true)).isTrue();
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"1.8.0_402\"\n");
        assertThatThrownBy(() -> JavaRelease.of(java))
                .hasMessageContaining("the model's Java is 1.8.0_402, and a child JVM needs 17");
        assertThatThrownBy(() -> JavaRelease.of(work))
                .hasMessageContaining("the model's Java has no bin/java");
    }
}
