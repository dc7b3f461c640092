package io.bulkhead.host.environment;

import io.bulkhead.api.error.ServingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.spi.connector.transport.TransporterFactory;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.transport.file.FileTransporterFactory;
import org.eclipse.aether.transport.jdk.JdkTransporterFactory;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars that Maven coordinates stand for, with all that they need at run time. What was resolved
 * once is noted in the cache: after that neither the network nor Maven's machinery is touched.
 * Thread-safe.
 */
public final class MavenArtifacts {
    private static final Logger LOG = LoggerFactory.getLogger(MavenArtifacts.class);
    private static final String CENTRAL = "https://repo.maven.apache.org/maven2";
    private static final String RUNTIME_SCOPE = "runtime";
    private static final String COORDINATES = "[^:\\s]+:[^:\\s]+(:[^:\\s]+){1,3}";

    /** What the server lends to every plugin. */
    private static final List<Exclusion> LENT =
            List.of(
                    lent("io.bulkhead", "bulkhead-plugin-api"),
                    lent("org.slf4j", "slf4j-api"),
                    lent("org.pf4j", "pf4j"),
                    lent("org.jspecify", "jspecify"));

    private static Exclusion lent(String group, String artifact) {
        return new Exclusion(group, artifact, "*", "*");
    }

    private final List<String> repositories;
    private final Path cache;
    private final boolean offline;
    private final Path userSettings;

    /**
     * @param repositories URLs; none: Maven Central
     * @param cache made when first needed
     * @param offline whether nothing is fetched
     */
    public MavenArtifacts(List<String> repositories, Path cache, boolean offline) {
        this(
                repositories,
                cache,
                offline,
                Path.of(System.getProperty("user.home", ""), ".m2", "settings.xml"));
    }

    MavenArtifacts(List<String> repositories, Path cache, boolean offline, Path userSettings) {
        this.repositories = repositories.isEmpty() ? List.of(CENTRAL) : List.copyOf(repositories);
        this.cache = cache;
        this.offline = offline;
        this.userSettings = userSettings;
    }

    /**
     * The jars, those of the coordinates first.
     *
     * @param coordinates {@code group:artifact:version}, or {@code
     *     group:artifact:extension:classifier:version}
     * @throws ServingException {@code MODEL_LOAD_FAILED} if one cannot be had
     */
    public List<Path> resolve(List<String> coordinates) {
        List<Artifact> wanted = coordinates.stream().map(MavenArtifacts::artifact).toList();
        try {
            Path note = cache.resolve("resolved").resolve(key(coordinates) + ".txt");
            Optional<List<Path>> known = noted(note);
            if (known.isPresent()) {
                return known.get();
            }
            List<Path> jars = fetch(wanted);
            if (wanted.stream().noneMatch(Artifact::isSnapshot)) {
                note(note, jars);
            }
            return jars;
        } catch (RepositoryException e) {
            throw ServingException.loadFailed(
                    "the dependencies " + coordinates + " cannot be had: " + why(e), e);
        } catch (IOException e) {
            throw ServingException.loadFailed(
                    "the dependencies "
                            + coordinates
                            + " cannot be kept: "
                            + EnvironmentStore.why(e),
                    e);
        }
    }

    private static Artifact artifact(String coordinates) {
        boolean legal = coordinates.matches(COORDINATES) && !coordinates.contains("..");
        boolean exact = !coordinates.matches(".*[\\[\\](),].*|.*:(LATEST|RELEASE)");
        if (!legal || !exact) {
            throw ServingException.loadFailed(
                    "dependency '"
                            + coordinates
                            + "': group:artifact:version with one version is wanted",
                    null);
        }
        return new DefaultArtifact(coordinates);
    }

    /** The resolver's message, which names what is missing and where it was looked for. */
    private String why(RepositoryException e) {
        String message = String.valueOf(e.getMessage());
        return offline ? message + " (maven_offline is set)" : message;
    }

    private String key(List<String> coordinates) {
        MessageDigest digest = JarContents.sha256();
        digest.update(String.join("\n", coordinates).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(String.join("\n", repositories).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Lines of {@code bytes path}; of no use if a file is not there as it was. */
    private Optional<List<Path>> noted(Path note) throws IOException {
        if (!Files.isRegularFile(note)) {
            return Optional.empty();
        }
        List<Path> jars = new ArrayList<>();
        for (String line : Files.readAllLines(note)) {
            String[] parts = line.split(" ", 2);
            Path jar = cache.resolve(parts.length < 2 ? "missing" : parts[1]);
            if (!Files.isRegularFile(jar) || !parts[0].equals(Long.toString(Files.size(jar)))) {
                return Optional.empty();
            }
            jars.add(jar);
        }
        return Optional.of(jars);
    }

    private void note(Path note, List<Path> jars) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path jar : jars) {
            lines.append(Files.size(jar)).append(' ').append(cache.relativize(jar)).append('\n');
        }
        Files.createDirectories(cache.resolve("resolved"));
        Path part = Files.createTempFile(cache.resolve("resolved"), "tmp-", "");
        Files.writeString(part, lines);
        Files.move(part, note, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Path> fetch(List<Artifact> wanted) throws RepositoryException, IOException {
        long start = System.nanoTime();
        try (RepositorySystem system = new LeanSupplier().get();
                CloseableSession session = session(system)) {
            List<RemoteRepository> remotes = system.newResolutionRepositories(session, remotes());
            CollectRequest collect = new CollectRequest();
            collect.setRepositories(remotes);
            for (Artifact artifact : wanted) {
                collect.addDependency(new Dependency(artifact, RUNTIME_SCOPE, false, LENT));
            }
            List<Path> jars = new ArrayList<>();
            DependencyRequest request = new DependencyRequest(collect, null);
            for (ArtifactResult result :
                    system.resolveDependencies(session, request).getArtifactResults()) {
                if (result.getArtifact().getExtension().equals("jar")) {
                    jars.add(result.getArtifact().getPath());
                }
            }
            LOG.info(
                    "Resolved {} to {} jars in {} ms",
                    wanted,
                    jars.size(),
                    (System.nanoTime() - start) / 1_000_000);
            return jars;
        }
    }

    private CloseableSession session(RepositorySystem system) throws IOException {
        DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
        for (MavenSettings.Mirror mirror : MavenSettings.read(userSettings).mirrors()) {
            mirrors.add(mirror.id(), mirror.url(), "default", false, false, mirror.of(), "default");
        }
        RepositorySystemSession.SessionBuilder builder = new SessionBuilderSupplier(system).get();
        return builder.withLocalRepositoryBaseDirectories(cache.resolve("repository"))
                .setMirrorSelector(mirrors)
                .setOffline(offline)
                .setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_FAIL)
                .setSystemProperties(System.getProperties())
                .build();
    }

    private List<RemoteRepository> remotes() {
        List<RemoteRepository> remotes = new ArrayList<>();
        for (int i = 0; i < repositories.size(); i++) {
            String url = repositories.get(i);
            String id = url.equals(CENTRAL) ? "central" : "repository-" + i;
            remotes.add(new RemoteRepository.Builder(id, "default", url).build());
        }
        return remotes;
    }

    /** With the JDK's HTTP client, and without Apache's. */
    private static final class LeanSupplier extends RepositorySystemSupplier {
        @Override
        protected Map<String, TransporterFactory> createTransporterFactories() {
            Map<String, TransporterFactory> factories = new TreeMap<>();
            factories.put(FileTransporterFactory.NAME, new FileTransporterFactory());
            factories.put(
                    JdkTransporterFactory.NAME,
                    new JdkTransporterFactory(getChecksumExtractor(), getPathProcessor()));
            return factories;
        }
    }
}
