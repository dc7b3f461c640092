package io.bulkhead.plugin.huggingface.graph;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.settings.Device;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the graphs of a folder. */
public final class GraphFactory {
    /** Below it a run is over before other threads have woken up. */
    private static final long WORTH_THREADS_BYTES = 16L << 20;

    private final ModelFolder folder;
    private final RuntimeSettings settings;
    private final OnnxFiles files;

    /** Nothing is opened yet. */
    public GraphFactory(ModelFolder folder, RuntimeSettings settings) {
        this.folder = folder;
        this.settings = settings;
        this.files = new OnnxFiles(folder, settings);
    }

    /** What is in the folder. */
    public OnnxFiles files() {
        return files;
    }

    /** The model as one graph. */
    public Graph model() {
        return open(files.model(), "model.onnx");
    }

    /** The half of a model that reads. */
    public Graph encoder() {
        return open(files.encoder(), "encoder_model.onnx");
    }

    /** The half of a model that writes, which sees all tokens each time. */
    public Graph decoder() {
        return open(files.decoder(), "decoder_model.onnx");
    }

    private Graph open(Optional<Path> file, String name) {
        return open(file.orElseThrow(() -> ServingException.loadFailed(files.missing(name), null)));
    }

    /** A graph from its file. */
    public Graph open(Path file) {
        String name = String.valueOf(file.getFileName());
        try (OrtSession.SessionOptions options = options(size(file))) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            OrtSession session = environment.createSession(file.toString(), options);
            return owned(environment, session);
        } catch (OrtException e) {
            throw ServingException.loadFailed(
                    name + " is refused by ONNX Runtime: " + Graph.text(e), e);
        }
    }

    private static Graph owned(OrtEnvironment environment, OrtSession session) throws OrtException {
        try {
            return new Graph(environment, session, () -> {});
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private OrtSession.SessionOptions options(long weightBytes) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setIntraOpNumThreads(settings.intraOpThreads().orElse(threads(weightBytes)));
            options.setInterOpNumThreads(settings.interOpThreads().orElse(1));
            // Threads that spin while they wait would take the cores from other models.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            // Errors come as exceptions; printed too, each bad request would fill the log.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            addDevice(options, settings.device());
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    private static int threads(long weightBytes) {
        return weightBytes < WORTH_THREADS_BYTES
                ? 1
                : Math.max(1, Runtime.getRuntime().availableProcessors());
    }

    private static void addDevice(OrtSession.SessionOptions options, Device device) {
        if (device.isCpu()) {
            return;
        }
        try {
            options.addCUDA(device.ordinal());
        } catch (OrtException e) {
            throw ServingException.loadFailed(
                    "device '"
                            + device
                            + "': there is no CUDA for ONNX Runtime here ("
                            + Graph.text(e)
                            + "); use 'cpu', or name onnxruntime_gpu in the model's environment",
                    e);
        }
    }

    private static long size(Path file) {
        try {
            long size = Files.size(file);
            Path external = file.resolveSibling(file.getFileName() + "_data");
            Path other = file.resolveSibling(file.getFileName() + ".data");
            return size
                    + (Files.isRegularFile(external) ? Files.size(external) : 0)
                    + (Files.isRegularFile(other) ? Files.size(other) : 0);
        } catch (IOException e) {
            throw ServingException.loadFailed(file.getFileName() + " cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return "graphs of " + folder;
    }
}
