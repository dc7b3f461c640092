package io.bulkhead.host.runtime.process.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.host.environment.FileTree;
import io.bulkhead.host.runtime.InstanceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that one MLServer is started on: settings of the child's own, and one model, whose
 * files are links to those of the user's folder, so that its code finds beside itself what it
 * expects there. Nothing is written into the user's folder.
 */
final class MlserverFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MlserverFolder.class);
    private static final String MODEL_SETTINGS = "model-settings.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the host does itself. */
    private static final List<String> HOSTS_OWN = List.of("parallel_workers", "warm_workers");

    private static final List<String> HOSTS_OWN_PARAMETERS =
            List.of("environment_tarball", "environment_path", "inference_pool_gid");

    /** Packages of runtimes whose artefact is the model's folder if no {@code uri} is given. */
    private static final String MLSERVERS_OWN = "mlserver_";

    private final Path path;

    private MlserverFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes one.
     *
     * @throws IOException if it cannot be made; nothing is left then
     */
    static MlserverFolder create(InstanceSpec spec, PythonSettings settings, MlserverPorts ports)
            throws IOException {
        MlserverFolder folder =
                new MlserverFolder(
                        Files.createTempDirectory(settings.temporary(), "python-").toRealPath());
        try {
            folder.write(spec, settings, ports);
            return folder;
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    private void write(InstanceSpec spec, PythonSettings settings, MlserverPorts ports)
            throws IOException {
        Files.createDirectory(temporary());
        Path root = Files.createDirectory(start());
        Files.write(
                root.resolve("settings.json"),
                JSON.writeValueAsBytes(serverSettings(settings, ports)));
        Path source = spec.definition().folder();
        Path model = Files.createDirectory(root.resolve(String.valueOf(source.getFileName())));
        link(source, model);
        Files.write(model.resolve(MODEL_SETTINGS), JSON.writeValueAsBytes(modelSettings(spec)));
    }

    private ObjectNode serverSettings(PythonSettings settings, MlserverPorts ports) {
        ObjectNode node = JSON.createObjectNode();
        node.put("host", MlserverPorts.HOST);
        node.put("http_port", ports.rest());
        node.put("grpc_port", ports.grpc());
        node.put("metrics_port", ports.metrics());
        node.put("metrics_endpoint", "/metrics");
        node.put("metrics_dir", temporary().resolve("metrics").toString());
        node.put("environments_dir", temporary().resolve("environments").toString());
        node.put("server_name", settings.serverName());
        // The host has the workers; a second process behind each would cost a hop and hide deaths.
        node.put("parallel_workers", 0);
        // With it, an answer to a failure holds the traceback, whose last line is the reason.
        node.put("debug", true);
        node.put("load_models_at_startup", true);
        node.put("grpc_max_message_length", -1);
        node.put("gzip_enabled", false);
        node.put("kafka_enabled", false);
        node.put("use_structured_logging", false);
        node.put("root_path", "");
        node.putNull("cors_settings");
        node.putNull("logging_settings");
        node.putNull("tracing_server");
        settings.tracingServer().ifPresent(server -> node.put("tracing_server", server));
        return node;
    }

    /** Links to all that lies in the model's folder, but for what would be another model. */
    private static void link(Path source, Path target) throws IOException {
        List<Path> entries;
        try (Stream<Path> list = Files.list(source)) {
            entries = list.sorted().toList();
        }
        for (Path entry : entries) {
            String name = String.valueOf(entry.getFileName());
            if (!name.equals(MODEL_SETTINGS) && !name.equals("__pycache__") && !holdsModel(entry)) {
                Files.createSymbolicLink(target.resolve(name), entry.toAbsolutePath());
            }
        }
    }

    private static boolean holdsModel(Path entry) throws IOException {
        if (!Files.isDirectory(entry)) {
            return false;
        }
        try (Stream<Path> tree = Files.walk(entry, 16)) {
            return tree.anyMatch(file -> file.endsWith(MODEL_SETTINGS));
        }
    }

    /** The user's own file with what the host has decided. */
    private static ObjectNode modelSettings(InstanceSpec spec) throws IOException {
        Path file = spec.definition().folder().resolve(MODEL_SETTINGS);
        JsonNode read = Files.isRegularFile(file) ? JSON.readTree(file.toFile()) : null;
        ObjectNode node = read instanceof ObjectNode given ? given : JSON.createObjectNode();
        node.put("name", spec.definition().id().name());
        node.put("implementation", spec.runtime());
        node.remove(HOSTS_OWN);
        ObjectNode parameters =
                node.get("parameters") instanceof ObjectNode given
                        ? given
                        : node.putObject("parameters");
        parameters.remove(HOSTS_OWN_PARAMETERS);
        String version = spec.definition().id().version();
        if (!version.isEmpty()) {
            parameters.put("version", version);
        }
        putArtifact(spec, parameters);
        return node;
    }

    /** Where the artefact really lies: MLflow refuses to follow links out of a model's folder. */
    private static void putArtifact(InstanceSpec spec, ObjectNode parameters) {
        Path folder = spec.definition().folder().toAbsolutePath();
        JsonNode uri = parameters.get("uri");
        if (uri != null && uri.isTextual()) {
            Path absolute = folder.resolve(uri.asText()).normalize();
            if (uri.asText().startsWith("..") || Files.exists(absolute)) {
                parameters.put("uri", absolute.toString());
            }
        } else if (spec.runtime().startsWith(MLSERVERS_OWN)) {
            parameters.put("uri", folder.toString());
        }
    }

    /** What MLServer is started on. */
    Path start() {
        return path.resolve("models");
    }

    /** For temporary files. */
    Path temporary() {
        return path.resolve("tmp");
    }

    @Override
    public void close() {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            LOG.warn("Folder {} of a child stays behind: {}", path, e.getMessage());
        }
    }
}
