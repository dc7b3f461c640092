package io.bulkhead.plugin.huggingface.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.generation.DecoderModel;
import io.bulkhead.plugin.huggingface.generation.LanguageModel;
import io.bulkhead.plugin.huggingface.graph.GraphFactory;
import io.bulkhead.plugin.huggingface.graph.OnnxFeeds;
import io.bulkhead.plugin.huggingface.graph.OnnxGraph;
import io.bulkhead.plugin.huggingface.graph.OnnxResult;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiny models with random weights; what is expected is what transformers computed. */
class ArchitecturesTest {
    private static final Path FOLDERS = Path.of("src", "test", "resources", "architectures");
    private static final double TOLERANCE = 2e-5;

    static List<String> encoders() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDERS)) {
            return folders.map(path -> path.getFileName().toString())
                    .filter(name -> !expected(name).object("inputs").has("decoder_input_ids"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void computesWhatTransformersComputes(String name) {
        JsonObject expected = expected(name);
        Head head = Head.valueOf(expected.text("head").orElseThrow());
        try (OnnxGraph graph = factory(name).onnx(head);
                OnnxFeeds feeds = inputs(graph, expected.object("inputs"));
                OnnxResult result = feeds.run()) {
            expected.object("outputs")
                    .asMap()
                    .forEach((output, values) -> assertClose(result, output, values));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5", "t5-gated", "bart", "mbart", "marian", "pegasus"})
    void readsAndWritesAsTransformersDoes(String name) {
        JsonObject expected = expected(name);
        JsonObject inputs = expected.object("inputs");
        JsonObject outputs = expected.object("outputs");
        long[] mask = longs(inputs, "attention_mask");
        try (OnnxGraph encoder = factory(name).encoder();
                OnnxGraph decoder = factory(name).decoder();
                OnnxFeeds read = inputs(encoder, inputs);
                OnnxResult states = read.run();
                OnnxFeeds write = decoder.feeds()) {
            long[] tokens = longs(inputs, "decoder_input_ids");
            write.putNoPast(2)
                    .put("input_ids", tokens, 2, tokens.length / 2)
                    .put("encoder_attention_mask", mask, 2, mask.length / 2);
            for (String input : decoder.inputs().keySet()) {
                if (input.contains(".encoder.")) {
                    write.lend(input, states.tensor(input.replace("past_key_values", "present")));
                }
            }
            assertClose(
                    states,
                    "last_hidden_state",
                    outputs.get("encoder_last_hidden_state").orElseThrow());
            try (OnnxResult result = write.run()) {
                assertClose(result, "logits", outputs.get("logits").orElseThrow());
            }
        }
    }

    private static GraphFactory factory(String name) {
        return new GraphFactory(
                ModelFolder.open(FOLDERS.resolve(name)), RuntimeSettings.of(Map.of()));
    }

    private static JsonObject expected(String name) {
        Path file = FOLDERS.resolve(name).resolve("expected.json");
        return JsonObject.parse(name, ModelFolder.text(file));
    }

    /** A token at a time, or some and then others, must be the same as all at once. */
    @ParameterizedTest
    @MethodSource("decoders")
    void goesOnWhereItWas(String name) {
        JsonObject expected = expected(name);
        long[] ids = longs(expected.object("inputs"), "input_ids");
        int width = ids.length / 2;
        float[] wanted = floats(expected.object("outputs"), "logits");
        int words = wanted.length / ids.length;
        try (LanguageModel model =
                        new DecoderModel(factory(name).onnx(Head.VOCABULARY), OptionalInt.empty());
                LanguageModel.Continuation on = model.begin(ids)) {
            for (int length = 3; length <= width; length++) {
                float[] logits = on.next(Arrays.copyOf(ids, length));
                int from = (length - 1) * words;
                for (int i = 0; i < words; i++) {
                    assertThat((double) logits[i])
                            .isCloseTo(wanted[from + i], Offset.offset(TOLERANCE * 10));
                }
            }
        }
    }

    static List<String> decoders() throws IOException {
        return encoders().stream()
                .filter(name -> expected(name).text("head").orElse("").equals("VOCABULARY"))
                .filter(
                        name ->
                                !ModelFolder.open(FOLDERS.resolve(name))
                                        .config()
                                        .architectures()
                                        .toString()
                                        .contains("MaskedLM"))
                .toList();
    }

    private static float[] floats(JsonObject outputs, String name) {
        List<Object> values = outputs.list(name);
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = ((Number) values.get(i)).floatValue();
        }
        return floats;
    }

    private static OnnxFeeds inputs(OnnxGraph graph, JsonObject inputs) {
        OnnxFeeds feeds = graph.feeds();
        if (inputs.has("pixel_values")) {
            List<Object> values = inputs.list("pixel_values");
            float[] pixels = new float[values.size()];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = ((Number) values.get(i)).floatValue();
            }
            return feeds.put("pixel_values", pixels, 2, 3, 8, 8);
        }
        long[] ids = longs(inputs, "input_ids");
        int width = ids.length / 2;
        long[] places = new long[ids.length];
        Arrays.setAll(places, i -> i % width);
        return feeds.putNoPast(2)
                .put("position_ids", places, 2, width)
                .put("input_ids", ids, 2, width)
                .put("attention_mask", longs(inputs, "attention_mask"), 2, width)
                .put("token_type_ids", new long[ids.length], 2, width);
    }

    private static long[] longs(JsonObject inputs, String name) {
        return inputs.list(name).stream()
                .mapToLong(value -> ((Number) value).longValue())
                .toArray();
    }

    private static void assertClose(OnnxResult result, String output, Object values) {
        float[] found = result.floats(output).values();
        List<?> wanted = (List<?>) values;
        assertThat(found).hasSize(wanted.size());
        for (int i = 0; i < found.length; i++) {
            double value = ((Number) wanted.get(i)).doubleValue();
            double room = TOLERANCE * (1 + Math.abs(value));
            assertThat((double) found[i])
                    .as("%s[%d]", output, i)
                    .isBetween(value - room, value + room);
        }
    }
}
