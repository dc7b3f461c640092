package io.bulkhead.plugin.huggingface.generation;

import ai.onnxruntime.OnnxTensor;
import io.bulkhead.plugin.huggingface.graph.OnnxFeeds;
import io.bulkhead.plugin.huggingface.graph.OnnxGraph;
import io.bulkhead.plugin.huggingface.graph.OnnxResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the next tokens of several sequences in one run of a decoder with past keys and values.
 * Where the members of a batch stay the same, what one run gives is what the next one takes, and
 * nothing is copied. Used by one thread.
 */
final class BatchDecoder implements BatchSteps {
    private final DecoderModel model;
    private final OnnxGraph graph;

    BatchDecoder(DecoderModel model) {
        this.model = model;
        this.graph = model.graph();
    }

    /** Whether a model's sequences can be computed together. */
    static boolean fits(DecoderModel decoder) {
        return decoder.graph().takes("attention_mask")
                && decoder.graph().fixedSize("input_ids", 0).isEmpty();
    }

    @Override
    public void begin(BatchedSequence sequence) {
        long[] tokens = sequence.known();
        OnnxResult result = model.run(tokens, 0, Optional.empty());
        PastBatch batch = batch(result, 1, tokens.length);
        sequence.moveTo(Optional.of(batch.row(0, tokens.length)));
        sequence.add(DecoderModel.last(result.floats("logits")));
    }

    private PastBatch batch(OnnxResult result, int rows, int width) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (String name : model.pastNames()) {
            tensors.put(name, result.tensor(DecoderModel.present(name)));
        }
        return new PastBatch(tensors, rows, width, result::close);
    }

    /** Those of different lengths together only if that can be told. */
    @Override
    public void step(List<BatchedSequence> sequences) {
        if (graph.takes("position_ids")) {
            together(sequences);
        } else {
            ofOneLength(sequences).forEach(this::together);
        }
    }

    static Collection<List<BatchedSequence>> ofOneLength(List<BatchedSequence> sequences) {
        Map<Integer, List<BatchedSequence>> byLength = new LinkedHashMap<>();
        for (BatchedSequence sequence : sequences) {
            byLength.computeIfAbsent(sequence.known().length, length -> new ArrayList<>())
                    .add(sequence);
        }
        return byLength.values();
    }

    private void together(List<BatchedSequence> sequences) {
        List<PastRow> rows = sequences.stream().map(s -> s.row().orElseThrow()).toList();
        PastBatch past = rows.get(0).batch();
        boolean whole = PastGathering.isWhole(rows);
        if (!whole) {
            past = new PastGathering(graph, rows).gathered();
        }
        try {
            run(sequences, rows, past);
        } finally {
            if (!whole) {
                past.free();
            }
        }
    }

    private void run(List<BatchedSequence> sequences, List<PastRow> rows, PastBatch past) {
        int count = rows.size();
        int width = past.width() + 1;
        long[] ids = new long[count];
        long[] places = new long[count];
        long[] mask = new long[count * width];
        for (int i = 0; i < count; i++) {
            int length = rows.get(i).length();
            ids[i] = sequences.get(i).known()[length];
            places[i] = length;
            Arrays.fill(mask, (i + 1) * width - length - 1, (i + 1) * width, 1);
        }
        try (OnnxFeeds feeds = graph.feeds()) {
            feeds.put("input_ids", ids, count, 1)
                    .put("attention_mask", mask, count, width)
                    .put("position_ids", places, count, 1)
                    .put("use_cache_branch", true);
            past.tensors().forEach(feeds::lend);
            share(feeds.run(), sequences, rows, width);
        }
    }

    private void share(
            OnnxResult result, List<BatchedSequence> sequences, List<PastRow> rows, int width) {
        PastBatch next = batch(result, rows.size(), width);
        float[] logits = result.floats("logits").values();
        int size = logits.length / rows.size();
        for (int i = 0; i < rows.size(); i++) {
            BatchedSequence sequence = sequences.get(i);
            sequence.moveTo(Optional.of(next.row(i, rows.get(i).length() + 1)));
            sequence.add(Arrays.copyOfRange(logits, i * size, (i + 1) * size));
        }
    }
}
