package io.bulkhead.plugin.huggingface.graph;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.architecture.Head;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A TorchScript model, computed by DJL's PyTorch engine. Outputs have the names that transformers
 * gives them, unless the model names them itself. Owns the model.
 */
final class TorchGraph implements Graph {
    private static final String ENGINE = "PyTorch";

    /** Names that are put, in the order in which transformers' models take them. */
    private static final Set<String> KNOWN =
            Set.of(
                    "input_ids",
                    "attention_mask",
                    "token_type_ids",
                    "position_ids",
                    "pixel_values",
                    "input_values");

    private final Model model;
    private final List<String> parameters;
    private final boolean named;
    private final Set<String> outputs;

    private TorchGraph(Model model, List<String> parameters, Head head) {
        this.model = model;
        this.parameters = parameters;
        this.named = !parameters.isEmpty() && KNOWN.containsAll(parameters);
        this.outputs = outputs(head);
    }

    private static Set<String> outputs(Head head) {
        return new LinkedHashSet<>(
                switch (head) {
                    case NONE -> List.of("last_hidden_state", "pooler_output");
                    case SPAN -> List.of("start_logits", "end_logits");
                    case SEQUENCE, TOKEN, VOCABULARY -> List.of("logits");
                });
    }

    /**
     * Opens a file.
     *
     * @param head what the model is taken to answer
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it is none, or no engine is here
     */
    static TorchGraph open(Path file, Head head, RuntimeSettings settings) {
        String name = String.valueOf(file.getFileName());
        List<String> parameters = TorchArchive.parameters(file);
        TorchEngine.require(name, GraphFactory.threads(settings, size(file)));
        ai.djl.Device device = TorchEngine.device(settings.device());
        Model model = Model.newInstance(name, device, ENGINE);
        try {
            Path folder = file.toAbsolutePath().getParent();
            model.load(folder, name, Map.of("mapLocation", "true"));
            return new TorchGraph(model, parameters, head);
        } catch (IOException | MalformedModelException | EngineException e) {
            model.close();
            throw ServingException.loadFailed(name + " is refused by PyTorch: " + text(e), e);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw ServingException.loadFailed(file.getFileName() + " cannot be read", e);
        }
    }

    @Override
    public Set<String> outputs() {
        return outputs;
    }

    @Override
    public boolean takes(String input) {
        // Whoever wraps a model gives its inputs other names: those are filled in order.
        return named
                ? parameters.contains(input)
                : !input.equals("attention_mask") || parameters.size() != 1;
    }

    @Override
    public Optional<Integer> fixedSize(String input, int axis) {
        return Optional.empty(); // a traced model does not say
    }

    @Override
    public Feeds feeds() {
        return new TorchFeeds(this, model.getNDManager().newSubManager());
    }

    /**
     * Where an input goes.
     *
     * @param index which of the inputs that were put it is
     * @return its place among the parameters; empty if there is none for it
     */
    Optional<Integer> place(String input, int index) {
        int place = named ? parameters.indexOf(input) : index;
        boolean taken = place >= 0 && (parameters.isEmpty() || place < parameters.size());
        return taken ? Optional.of(place) : Optional.empty();
    }

    /** Computes the outputs, which the caller closes. */
    TorchResult run(NDList inputs) {
        NDManager manager = model.getNDManager().newSubManager();
        try {
            NDList answer =
                    model.getBlock().forward(new ParameterStore(manager, false), inputs, false);
            answer.attach(manager);
            return new TorchResult(manager, answer, List.copyOf(outputs));
        } catch (EngineException e) {
            manager.close();
            throw new ServingException(
                    ErrorCode.UNPROCESSABLE, "the model refuses the input: " + text(e), e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** What PyTorch says is at the end of its trace of the script. */
    static String text(Exception e) {
        List<String> lines = String.valueOf(e.getMessage()).lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith("RuntimeError: "))
                .map(line -> line.substring("RuntimeError: ".length()))
                .findFirst()
                .or(() -> lines.stream().findFirst())
                .orElse("no reason given");
    }

    @Override
    public void close() {
        model.close();
    }
}
