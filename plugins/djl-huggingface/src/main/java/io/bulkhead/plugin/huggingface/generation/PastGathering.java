package io.bulkhead.plugin.huggingface.generation;

import ai.onnxruntime.OnnxTensor;
import io.bulkhead.plugin.huggingface.graph.OnnxGraph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts rows of different batches together as a new one. */
final class PastGathering {
    private final OnnxGraph graph;
    private final List<PastRow> rows;
    private final int width;

    PastGathering(OnnxGraph graph, List<PastRow> rows) {
        this.graph = graph;
        this.rows = rows;
        this.width = rows.stream().mapToInt(PastRow::length).max().orElse(0);
    }

    /** Whether the rows are all those of one batch, in their order, and no wider than they need. */
    static boolean isWhole(List<PastRow> rows) {
        PastBatch batch = rows.get(0).batch();
        int longest = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).batch() != batch || rows.get(i).index() != i) {
                return false;
            }
            longest = Math.max(longest, rows.get(i).length());
        }
        return rows.size() == batch.rows() && longest == batch.width();
    }

    PastBatch gathered() {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        List<OnnxTensor> owned = new ArrayList<>();
        try {
            for (String name : rows.get(0).batch().tensors().keySet()) {
                OnnxTensor tensor = gathered(name);
                owned.add(tensor);
                tensors.put(name, tensor);
            }
        } catch (RuntimeException e) {
            owned.forEach(OnnxTensor::close);
            throw e;
        }
        return new PastBatch(tensors, rows.size(), width, () -> owned.forEach(OnnxTensor::close));
    }

    private OnnxTensor gathered(String name) {
        OnnxTensor first = tensor(rows.get(0), name);
        long[] shape = first.getInfo().getShape();
        boolean ofHeads = shape.length == 4; // else what an encoder gives for each token
        int heads = ofHeads ? Math.toIntExact(shape[1]) : 1;
        int step = Math.toIntExact(shape[shape.length - 1]) * first.getInfo().type.size;
        ByteBuffer target =
                ByteBuffer.allocateDirect(
                                Math.multiplyExact(
                                        Math.multiplyExact(rows.size() * heads, width), step))
                        .order(ByteOrder.nativeOrder());
        Map<PastBatch, ByteBuffer> sources = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            PastRow row = rows.get(i);
            ByteBuffer source =
                    sources.computeIfAbsent(
                            row.batch(), batch -> tensor(row, name).getByteBuffer());
            copy(row, source, target, i, heads, step);
        }
        long[] gathered =
                ofHeads
                        ? new long[] {rows.size(), heads, width, shape[3]}
                        : new long[] {rows.size(), width, shape[2]};
        return graph.tensor(target, gathered, first.getInfo().type);
    }

    private static OnnxTensor tensor(PastRow row, String name) {
        OnnxTensor tensor = row.batch().tensors().get(name);
        if (tensor == null) {
            throw new IllegalStateException("no past of " + name);
        }
        return tensor;
    }

    /**
     * @param step bytes of one token in one head
     */
    private void copy(
            PastRow row, ByteBuffer source, ByteBuffer target, int index, int heads, int step) {
        int size = row.length() * step;
        int old = row.batch().width();
        for (int head = 0; head < heads; head++) {
            int from = ((row.index() * heads + head) * old + old - row.length()) * step;
            int to = ((index * heads + head) * width + width - row.length()) * step;
            target.put(to, source, from, size);
        }
    }
}
