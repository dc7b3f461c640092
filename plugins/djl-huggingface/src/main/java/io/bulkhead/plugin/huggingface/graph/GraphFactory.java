package io.bulkhead.plugin.huggingface.graph;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.architecture.Architectures;
import io.bulkhead.plugin.huggingface.architecture.Head;
import io.bulkhead.plugin.huggingface.folder.ModelConfig;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.onnx.WrittenGraph;
import io.bulkhead.plugin.huggingface.settings.Device;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import io.bulkhead.plugin.huggingface.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;

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

    /**
     * The model as one graph: from an ONNX file if there is one, else made of its weights, else as
     * TorchScript.
     *
     * @param head what it is to answer
     */
    public Graph model(Head head) {
        return script().<Graph>map(file -> TorchGraph.open(file, head, settings))
                .orElseGet(() -> onnx(head));
    }

    /** The TorchScript file, if it is the settings' or nothing else is known here. */
    private Optional<Path> script() {
        boolean others =
                files.any() || (WeightFiles.in(folder) && (isKnown() || !TorchEngine.isHere()));
        return settings.optimumModel() || (settings.fileName().isEmpty() && others)
                ? Optional.empty()
                : new TorchFiles(folder).script(settings.fileName());
    }

    private boolean isKnown() {
        return Architectures.knows(folder.config());
    }

    /**
     * The model as one graph of ONNX Runtime's.
     *
     * @param head what it is to answer, if it is made
     */
    public OnnxGraph onnx(Head head) {
        return isMade()
                ? made((config, weights) -> Architectures.write(config, weights, head))
                : open(files.model(), "model.onnx");
    }

    /** The half of a model that reads. */
    public OnnxGraph encoder() {
        if (isMade() && !WeightFiles.in(folder) && script().isPresent()) {
            throw ServingException.loadFailed(
                    "TorchScript is served of models that are one graph, not of an encoder with a"
                            + " decoder; save the model with safe_serialization=True, or export it"
                            + " with optimum",
                    null);
        }
        return isMade()
                ? made(Architectures::encoder)
                : open(files.encoder(), "encoder_model.onnx");
    }

    /**
     * The half of a model that writes: one that begins and goes on, or one that begins, or sees all
     * tokens each time.
     */
    public OnnxGraph decoder() {
        return isMade()
                ? made(Architectures::decoder)
                : open(files.mergedDecoder().or(files::decoder), "decoder_model.onnx");
    }

    /** The half that goes on from past keys and values, if it has a file of its own. */
    public Optional<OnnxGraph> decoderWithPast() {
        return isMade() || files.mergedDecoder().isPresent()
                ? Optional.empty()
                : files.decoderWithPast().map(this::open);
    }

    private boolean isMade() {
        return !settings.optimumModel() && settings.fileName().isEmpty() && !files.any();
    }

    private OnnxGraph made(BiFunction<ModelConfig, WeightFiles, WrittenGraph> architecture) {
        WeightFiles weights = WeightFiles.open(folder);
        return open(architecture.apply(folder.config(), weights), weights.byteCount());
    }

    private OnnxGraph open(WrittenGraph written, long weightBytes) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        GraphWeights weights = GraphWeights.of(environment, written.weights());
        try (OrtSession.SessionOptions options = options(weightBytes)) {
            options.addExternalInitializers(weights.tensors());
            OrtSession session = environment.createSession(written.model(), options);
            return owned(environment, session, weights);
        } catch (OrtException e) {
            weights.close();
            throw ServingException.loadFailed(
                    "the weights do not fit the architecture: " + OnnxGraph.text(e), e);
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private OnnxGraph open(Optional<Path> file, String name) {
        return open(file.orElseThrow(() -> ServingException.loadFailed(files.missing(name), null)));
    }

    /** A graph from its file. */
    public OnnxGraph open(Path file) {
        String name = String.valueOf(file.getFileName());
        try (OrtSession.SessionOptions options = options(size(file))) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            OrtSession session = environment.createSession(file.toString(), options);
            return owned(environment, session, () -> {});
        } catch (OrtException e) {
            throw ServingException.loadFailed(
                    name + " is refused by ONNX Runtime: " + OnnxGraph.text(e), e);
        }
    }

    private static OnnxGraph owned(
            OrtEnvironment environment, OrtSession session, AutoCloseable weights)
            throws OrtException {
        try {
            return new OnnxGraph(environment, session, weights);
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private OrtSession.SessionOptions options(long weightBytes) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setIntraOpNumThreads(threads(settings, weightBytes));
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

    /** How many threads work at one operation. */
    static int threads(RuntimeSettings settings, long weightBytes) {
        int own =
                weightBytes < WORTH_THREADS_BYTES
                        ? 1
                        : Math.max(1, Runtime.getRuntime().availableProcessors());
        return settings.intraOpThreads().orElse(own);
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
                            + OnnxGraph.text(e)
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
