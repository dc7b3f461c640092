package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.EncodedFile;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.folder.ModelConfig;
import io.bulkhead.plugin.huggingface.graph.Feeds;
import io.bulkhead.plugin.huggingface.graph.Graph;
import io.bulkhead.plugin.huggingface.graph.GraphResult;
import io.bulkhead.plugin.huggingface.image.ImageProcessor;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** {@code image-classification}: the classes of an image with scores, the likeliest first. */
final class ImageClassification implements Task {
    private static final Signature SIGNATURE =
            new Signature(
                    "image-classification",
                    List.of("images"),
                    Set.of("top_k", "function_to_apply", "timeout"));

    private final Graph graph;
    private final ImageProcessor processor;
    private final ModelConfig config;

    ImageClassification(Graph graph, ImageProcessor processor, ModelConfig config) {
        this.graph = graph;
        this.processor = processor;
        this.config = config;
    }

    @Override
    public Signature signature() {
        return SIGNATURE;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        ClassScores scores = ClassScores.ofImages(arguments, config, config.labels());
        Object images = arguments.require("images");
        if (!(images instanceof List<?> list)) {
            return scores.answer(logits(file(arguments, images)));
        }
        List<Object> answers = new ArrayList<>();
        list.forEach(image -> answers.add(scores.answer(logits(file(arguments, image)))));
        return answers;
    }

    private static byte[] file(Arguments arguments, Object image) {
        if (image instanceof EncodedFile file) {
            return file.bytes();
        }
        if (image instanceof String text) {
            return decoded(arguments, text);
        }
        throw arguments.refusal("images must be images, found " + Arguments.shown(image));
    }

    /** Text is an image in base64; transformers would fetch addresses and open paths. */
    private static byte[] decoded(Arguments arguments, String text) {
        if (text.startsWith("http://") || text.startsWith("https://")) {
            throw arguments.refusal("images are not fetched; send the file in base64");
        }
        int start = text.startsWith("data:") ? text.indexOf(',') + 1 : 0;
        try {
            return Base64.getDecoder().decode(text.substring(start));
        } catch (IllegalArgumentException e) {
            throw arguments.refusal("an image must be a file in base64");
        }
    }

    private float[] logits(byte[] file) {
        ImageProcessor.Planes planes = processor.process(file);
        try (Feeds feeds = graph.feeds()) {
            feeds.put("pixel_values", planes.values(), 1, 3, planes.height(), planes.width());
            try (GraphResult result = feeds.run()) {
                return result.floats("logits").values();
            }
        }
    }

    @Override
    public void close() {
        graph.close();
    }
}
