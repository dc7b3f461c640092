package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.architecture.Head;
import io.bulkhead.plugin.huggingface.audio.SpeechProcessor;
import io.bulkhead.plugin.huggingface.audio.SpeechVocabulary;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.graph.Graph;
import io.bulkhead.plugin.huggingface.graph.GraphFactory;
import io.bulkhead.plugin.huggingface.image.ImageProcessor;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.function.Function;

/** Makes the task that the settings ask for, of what is in the folder. */
public final class TaskFactory {
    private static final String PREPROCESSOR = "preprocessor_config.json";

    private final TaskSource source;
    private final ModelFolder folder;
    private final RuntimeSettings settings;
    private final GraphFactory graphs;

    /** For tasks of this source. */
    public TaskFactory(TaskSource source) {
        this.source = source;
        this.folder = source.folder();
        this.settings = source.settings();
        this.graphs = source.graphs();
    }

    /** The task: that of the settings, else the one that the model was made for. */
    public TaskName name() {
        if (!settings.task().isEmpty()) {
            return TaskName.of(settings.taskName());
        }
        return TaskName.of(folder.config())
                .orElseThrow(
                        () ->
                                ServingException.loadFailed(
                                        "the settings name no task (parameters.extra.task), and"
                                                + " config.json has no architecture that tells it",
                                        null));
    }

    /**
     * Opens what the task needs.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if that cannot be; nothing is left open
     */
    public Task create() {
        return switch (name()) {
            case TEXT_CLASSIFICATION ->
                    new TextClassification(textModel(Head.SEQUENCE), folder.config());
            case TOKEN_CLASSIFICATION ->
                    new TokenClassification(textModel(Head.TOKEN), folder.config());
            case FEATURE_EXTRACTION -> new FeatureExtraction(textModel(Head.NONE), embeddings());
            case ZERO_SHOT_CLASSIFICATION ->
                    new ZeroShotClassification(textModel(Head.SEQUENCE), folder.config());
            case FILL_MASK -> owned(textModel(Head.VOCABULARY), FillMask::new);
            case QUESTION_ANSWERING -> new QuestionAnswering(textModel(Head.SPAN));
            case IMAGE_CLASSIFICATION -> imageClassification();
            case AUTOMATIC_SPEECH_RECOGNITION -> speechRecognition();
            case TEXT_GENERATION, TEXT2TEXT_GENERATION, SUMMARIZATION, TRANSLATION ->
                    new GenerationTaskFactory(source).create(name());
            case SENTENCE_SIMILARITY -> new SentenceSimilarity(textModel(Head.NONE), embeddings());
        };
    }

    private SentenceEmbedding embeddings() {
        return SentenceEmbedding.of(source.model(), folder);
    }

    private Task imageClassification() {
        ImageProcessor processor = new ImageProcessor(folder.configuration(PREPROCESSOR));
        return new ImageClassification(graphs.model(Head.SEQUENCE), processor, folder.config());
    }

    private Task speechRecognition() {
        SpeechVocabulary vocabulary = SpeechVocabulary.open(source.tokenizerFolder());
        SpeechProcessor processor = new SpeechProcessor(folder.configuration(PREPROCESSOR));
        return new SpeechRecognition(graphs.model(Head.TOKEN), processor, vocabulary);
    }

    /** A task that may refuse the model when it is made. */
    private static Task owned(TextModel model, Function<TextModel, Task> task) {
        try {
            return task.apply(model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private TextModel textModel(Head head) {
        Tokenizer tokenizer = Tokenizer.open(source.tokenizerFolder());
        try {
            Graph graph = graphs.model(head);
            return new TextModel(
                    tokenizer, graph, folder.config().maxPositions(), settings.batchSize());
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }
}
