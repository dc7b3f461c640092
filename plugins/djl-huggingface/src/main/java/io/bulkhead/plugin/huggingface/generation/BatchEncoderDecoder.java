package io.bulkhead.plugin.huggingface.generation;

import ai.onnxruntime.OnnxTensor;
import io.bulkhead.plugin.huggingface.graph.OnnxFeeds;
import io.bulkhead.plugin.huggingface.graph.OnnxGraph;
import io.bulkhead.plugin.huggingface.graph.OnnxResult;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the next tokens of several sequences of an encoder and a decoder in one run: of those
 * that have as many tokens, as the decoder cannot be told otherwise. What their encoders read may
 * be of different lengths. Used by one thread.
 */
final class BatchEncoderDecoder implements BatchSteps {
    private static final String STATES = "encoder_hidden_states";

    private final EncoderDecoderModel model;
    private final OnnxGraph graph;
    private final List<String> ownNames;
    private final List<String> readNames;

    BatchEncoderDecoder(EncoderDecoderModel model) {
        this.model = model;
        this.graph = model.next().orElseThrow();
        this.ownNames = names(false);
        this.readNames = names(true);
    }

    private List<String> names(boolean ofEncoder) {
        return graph.inputs().keySet().stream()
                .filter(name -> name.startsWith(EncoderDecoderModel.PAST))
                .filter(name -> name.contains(EncoderDecoderModel.OF_ENCODER) == ofEncoder)
                .toList();
    }

    /** Whether a model goes on by a graph that is told what of the encoder's it may see. */
    static boolean fits(EncoderDecoderModel model) {
        return model.next()
                .filter(graph -> graph.takes("encoder_attention_mask"))
                .filter(graph -> graph.fixedSize("input_ids", 0).isEmpty())
                .isPresent();
    }

    @Override
    public void begin(BatchedSequence sequence) {
        long[] tokens = sequence.known();
        EncoderDecoderModel.Beginning beginning = model.beginning(sequence.input(), tokens);
        Runnable free = new SharedClose(2, beginning::close);
        Map<String, OnnxTensor> own = new HashMap<>();
        ownNames.forEach(name -> own.put(name, beginning.present(name)));
        Map<String, OnnxTensor> read = new HashMap<>();
        readNames.forEach(name -> read.put(name, beginning.present(name)));
        if (graph.takes(STATES)) { // a merged decoder wants them again and looks at their size
            read.put(STATES, beginning.states());
        }
        int length = sequence.input().length;
        sequence.readFrom(Optional.of(new PastBatch(read, 1, length, free).row(0, length)));
        sequence.moveTo(
                Optional.of(new PastBatch(own, 1, tokens.length, free).row(0, tokens.length)));
        sequence.add(DecoderModel.last(beginning.decoded().floats("logits")));
    }

    @Override
    public void step(List<BatchedSequence> sequences) {
        BatchDecoder.ofOneLength(sequences).forEach(this::together);
    }

    private void together(List<BatchedSequence> sequences) {
        List<PastRow> rows = sequences.stream().map(s -> s.row().orElseThrow()).toList();
        PastBatch read = read(sequences);
        PastBatch past = rows.get(0).batch();
        boolean whole = PastGathering.isWhole(rows);
        if (!whole) {
            past = new PastGathering(graph, rows).gathered();
        }
        try {
            run(sequences, past, read);
        } finally {
            if (!whole) {
                past.free();
            }
        }
    }

    /** What all of them read, kept together until one joins or leaves. */
    private PastBatch read(List<BatchedSequence> sequences) {
        List<PastRow> rows = sequences.stream().map(s -> s.read().orElseThrow()).toList();
        if (PastGathering.isWhole(rows)) {
            return rows.get(0).batch();
        }
        PastBatch gathered = new PastGathering(graph, rows).gathered();
        for (int i = 0; i < rows.size(); i++) {
            sequences.get(i).readFrom(Optional.of(gathered.row(i, rows.get(i).length())));
        }
        return gathered;
    }

    private void run(List<BatchedSequence> sequences, PastBatch past, PastBatch read) {
        int count = sequences.size();
        long[] ids = new long[count];
        long[] mask = new long[count * read.width()];
        for (int i = 0; i < count; i++) {
            long[] tokens = sequences.get(i).known();
            int length = sequences.get(i).read().orElseThrow().length();
            ids[i] = tokens[tokens.length - 1];
            Arrays.fill(mask, (i + 1) * read.width() - length, (i + 1) * read.width(), 1);
        }
        try (OnnxFeeds feeds = graph.feeds()) {
            feeds.put("input_ids", ids, count, 1)
                    .put("encoder_attention_mask", mask, count, read.width())
                    .put("use_cache_branch", true);
            past.tensors().forEach(feeds::lend);
            read.tensors().forEach(feeds::lend);
            share(feeds.run(), sequences, past.width() + 1);
        }
    }

    private void share(OnnxResult result, List<BatchedSequence> sequences, int width) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        ownNames.forEach(
                name -> tensors.put(name, result.tensor(EncoderDecoderModel.present(name))));
        PastBatch next = new PastBatch(tensors, sequences.size(), width, result::close);
        float[] logits = result.floats("logits").values();
        int size = logits.length / sequences.size();
        for (int i = 0; i < sequences.size(); i++) {
            sequences.get(i).moveTo(Optional.of(next.row(i, width)));
            sequences.get(i).add(Arrays.copyOfRange(logits, i * size, (i + 1) * size));
        }
    }
}
