package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.architecture.Head;
import io.bulkhead.plugin.huggingface.folder.ModelConfig;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.generation.DecoderModel;
import io.bulkhead.plugin.huggingface.generation.EncoderDecoderModel;
import io.bulkhead.plugin.huggingface.generation.ForgetfulDecoder;
import io.bulkhead.plugin.huggingface.generation.GenerationDefaults;
import io.bulkhead.plugin.huggingface.generation.Generator;
import io.bulkhead.plugin.huggingface.generation.LanguageModel;
import io.bulkhead.plugin.huggingface.graph.Graph;
import io.bulkhead.plugin.huggingface.graph.GraphFactory;
import io.bulkhead.plugin.huggingface.graph.OnnxGraph;
import io.bulkhead.plugin.huggingface.openai.ChatTemplate;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes the tasks that generate text: which graphs there are decides how. */
final class GenerationTaskFactory {
    private final TaskSource source;
    private final ModelFolder folder;
    private final GraphFactory graphs;

    GenerationTaskFactory(TaskSource source) {
        this.source = source;
        this.folder = source.folder();
        this.graphs = source.graphs();
    }

    Task create(TaskName name) {
        checkKind(name);
        Tokenizer tokenizer = Tokenizer.open(source.tokenizerFolder());
        try {
            LanguageModel model = folder.config().isEncoderDecoder() ? encoderDecoder() : decoder();
            GenerativeModel parts =
                    new GenerativeModel(
                            source.model(),
                            tokenizer,
                            new Generator(source.model(), model),
                            defaults(name),
                            ChatTemplate.of(
                                    source.tokenizerFolder(),
                                    tokenizer.settings(),
                                    Clock.system(ZoneId.systemDefault())));
            return name == TaskName.TEXT_GENERATION
                    ? new TextGeneration(parts)
                    : new TextToText(name, parts);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private GenerationDefaults defaults(TaskName name) {
        RuntimeSettings settings = source.settings();
        return GenerationDefaults.of(
                folder, settings.task().isEmpty() ? name.text() : settings.taskName());
    }

    private void checkKind(TaskName name) {
        boolean wanted = name != TaskName.TEXT_GENERATION;
        if (folder.config().isEncoderDecoder() != wanted) {
            throw ServingException.loadFailed(
                    "task '"
                            + name.text()
                            + "' needs a model "
                            + (wanted ? "with encoder and decoder" : "of a decoder alone")
                            + ", config.json is of a "
                            + folder.config().modelType(),
                    null);
        }
    }

    private LanguageModel decoder() {
        Graph graph = graphs.model(Head.VOCABULARY);
        OptionalInt positions = folder.config().maxPositions();
        return graph instanceof OnnxGraph onnx && DecoderModel.fits(onnx)
                ? new DecoderModel(onnx, positions)
                : new ForgetfulDecoder(graph, positions);
    }

    /** Whether a decoder begins and goes on with the same graph, as those that are made. */
    private static boolean givesKeys(OnnxGraph encoder) {
        return encoder.outputs().stream().anyMatch(name -> name.startsWith("present."));
    }

    private LanguageModel encoderDecoder() {
        OnnxGraph encoder = graphs.encoder();
        try {
            return encoderDecoder(encoder, graphs.decoder());
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    private LanguageModel encoderDecoder(OnnxGraph encoder, OnnxGraph decoder) {
        try {
            Optional<OnnxGraph> next =
                    decoder.takes("use_cache_branch") || givesKeys(encoder)
                            ? Optional.of(decoder)
                            : graphs.decoderWithPast();
            ModelConfig config = folder.config();
            return new EncoderDecoderModel(
                    encoder,
                    decoder,
                    next,
                    config.json().size("decoder_start_token_id", 0),
                    config.maxPositions());
        } catch (RuntimeException e) {
            decoder.close();
            throw e;
        }
    }
}
