package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.audio.SpeechProcessor;
import io.bulkhead.plugin.huggingface.audio.SpeechVocabulary;
import io.bulkhead.plugin.huggingface.audio.WavFile;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.EncodedFile;
import io.bulkhead.plugin.huggingface.call.Numbers;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.graph.Feeds;
import io.bulkhead.plugin.huggingface.graph.Graph;
import io.bulkhead.plugin.huggingface.graph.GraphResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code automatic-speech-recognition}: the text of a recording. */
final class SpeechRecognition implements Task {
    private static final Signature SIGNATURE =
            new Signature("automatic-speech-recognition", List.of("inputs"), Set.of());

    private final Graph graph;
    private final SpeechProcessor processor;
    private final SpeechVocabulary vocabulary;

    SpeechRecognition(Graph graph, SpeechProcessor processor, SpeechVocabulary vocabulary) {
        this.graph = graph;
        this.processor = processor;
        this.vocabulary = vocabulary;
    }

    @Override
    public Signature signature() {
        return SIGNATURE;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        Object inputs = arguments.require("inputs");
        if (!(inputs instanceof List<?> list)) {
            return text(samples(arguments, inputs));
        }
        if (!list.isEmpty() && list.get(0) instanceof Number) {
            return text(numbers(arguments, list));
        }
        List<Object> answers = new ArrayList<>();
        list.forEach(one -> answers.add(text(samples(arguments, one))));
        return answers;
    }

    private float[] samples(Arguments arguments, Object input) {
        if (input instanceof Numbers numbers) {
            return numbers.values();
        }
        if (input instanceof EncodedFile file) {
            return recorded(arguments, file.bytes());
        }
        if (input instanceof String text) {
            try {
                return recorded(arguments, Base64.getDecoder().decode(text));
            } catch (IllegalArgumentException e) {
                throw arguments.refusal("a recording must be samples, or a file in base64");
            }
        }
        if (input instanceof Map<?, ?> described && described.get("raw") instanceof List<?> raw) {
            checkRate(arguments, described.get("sampling_rate"));
            return numbers(arguments, raw);
        }
        if (input instanceof List<?> list) {
            return numbers(arguments, list);
        }
        throw arguments.refusal(
                "inputs must be samples (nplist) or WAVE files (base64), found "
                        + Arguments.shown(input));
    }

    private float[] recorded(Arguments arguments, byte[] file) {
        WavFile wav = WavFile.read(file);
        checkRate(arguments, (long) wav.rate());
        return wav.samples();
    }

    private void checkRate(Arguments arguments, @Nullable Object rate) {
        if (rate instanceof Number number && number.intValue() != processor.samplingRate()) {
            throw arguments.refusal(
                    "the model takes "
                            + processor.samplingRate()
                            + " samples per second, the recording has "
                            + number.intValue());
        }
    }

    private static float[] numbers(Arguments arguments, List<?> list) {
        float[] samples = new float[list.size()];
        for (int i = 0; i < samples.length; i++) {
            if (!(list.get(i) instanceof Number number)) {
                throw arguments.refusal("samples must be numbers");
            }
            samples[i] = number.floatValue();
        }
        return samples;
    }

    private Object text(float[] samples) {
        float[] values = processor.process(samples);
        long[] all = new long[values.length];
        Arrays.fill(all, 1);
        try (Feeds feeds = graph.feeds()) {
            feeds.put("input_values", values, 1, values.length)
                    .put("attention_mask", all, 1, values.length);
            try (GraphResult result = feeds.run()) {
                return Map.of("text", vocabulary.decode(frames(result.floats("logits"))));
            }
        }
    }

    private static int[] frames(GraphResult.Floats logits) {
        int width = logits.size(-1);
        int[] frames = new int[logits.values().length / Math.max(1, width)];
        for (int i = 0; i < frames.length; i++) {
            int best = i * width;
            for (int j = best + 1; j < (i + 1) * width; j++) {
                best = logits.values()[j] > logits.values()[best] ? j : best;
            }
            frames[i] = best - i * width;
        }
        return frames;
    }

    @Override
    public void close() {
        graph.close();
    }
}
