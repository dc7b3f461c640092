package io.bulkhead.plugin.huggingface.graph;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.djl.DjlProcess;
import io.bulkhead.plugin.huggingface.settings.Device;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * DJL's PyTorch engine, which does not come with this plugin, as it is some hundred megabytes: who
 * has TorchScript files names it in the model's settings.
 */
final class TorchEngine {
    private static final String NAME = "PyTorch";
    private static final String ENGINE = "0.35.1";
    private static final String TORCH = "2.7.1";

    private TorchEngine() {}

    /** Whether it can be linked, as far as one can tell without. */
    static boolean isHere() {
        DjlProcess.prepare();
        return Engine.hasEngine(NAME);
    }

    /**
     * Links it, unless that was done before.
     *
     * @param file what it is wanted for
     * @param threads for one operation, for all models of the process; the first one's count
     * @throws ServingException {@code MODEL_LOAD_FAILED} with what is to be done if it is not here
     */
    static void require(String file, int threads) {
        DjlProcess.setUnlessSet("ai.djl.pytorch.num_threads", Integer.toString(threads));
        DjlProcess.setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
        // Optimising anew for each length of a text takes longer than it saves.
        DjlProcess.setUnlessSet("ai.djl.pytorch.graph_optimizer", "false");
        try {
            if (isHere() && Engine.getEngine(NAME) != null) {
                return;
            }
        } catch (EngineException e) {
            throw ServingException.loadFailed(
                    "DJL's PyTorch engine does not link here: "
                            + TorchGraph.text(e)
                            + "; it needs parameters.dependencies "
                            + coordinates("cpu"),
                    e);
        }
        throw ServingException.loadFailed(
                file
                        + " is TorchScript, and DJL's PyTorch engine is not here: name it in the"
                        + " model's settings, parameters.dependencies "
                        + coordinates("cpu")
                        + ", or put those jars into the folder of parameters.environment_path",
                null);
    }

    /** Where to compute. */
    static ai.djl.Device device(Device wanted) {
        if (wanted.isCpu()) {
            return ai.djl.Device.cpu();
        }
        int count = Engine.getEngine(NAME).getGpuCount();
        if (wanted.ordinal() >= count) {
            throw ServingException.loadFailed(
                    "device '"
                            + wanted
                            + "': PyTorch sees "
                            + count
                            + " GPUs here; use 'cpu', or name its natives for CUDA in"
                            + " parameters.dependencies "
                            + coordinates("cu128"),
                    null);
        }
        return ai.djl.Device.gpu(wanted.ordinal());
    }

    /** As DJL calls it. */
    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "");
        return (system.startsWith("mac") ? "osx" : system.startsWith("win") ? "win" : "linux")
                + (processor.equals("aarch64") ? "-aarch64" : "-x86_64");
    }

    /** As they stand in the settings, with this platform's natives. */
    private static String coordinates(String flavor) {
        return List.of(
                        "ai.djl:api:" + Engine.getDjlVersion(),
                        "ai.djl.pytorch:pytorch-engine:" + ENGINE,
                        "ai.djl.pytorch:pytorch-jni:" + TORCH + "-" + ENGINE,
                        "ai.djl.pytorch:pytorch-native-"
                                + flavor
                                + ":jar:"
                                + platform()
                                + ":"
                                + TORCH)
                .stream()
                .map(one -> '"' + one + '"')
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
