package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the binary format of old: the memory of the library's structures, little-endian, with
 * reserved space in each. Read here so that no native library is needed for it (version 3.1 of the
 * library cannot read it any more).
 */
final class LegacyModelReader {
    static final byte[] MAGIC = {'b', 'i', 'n', 'f'};

    private static final int LEARNER_BYTES = 136;
    private static final int BOOSTER_BYTES = 160;
    private static final int TREE_BYTES = 148;
    private static final int NODE_BYTES = 20;
    private static final int STATISTICS_BYTES = 16;
    private static final int LINEAR_BYTES = 136;
    private static final int DEFAULT_LEFT = 0x8000_0000;

    private final ByteBuffer bytes;

    LegacyModelReader(byte[] content) {
        this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    ModelDocument read() throws MalformedModelException {
        if (bytes.remaining() >= MAGIC.length
                && bytes.mismatch(ByteBuffer.wrap(MAGIC)) >= MAGIC.length) {
            bytes.position(MAGIC.length);
        }
        ByteBuffer learner = block(LEARNER_BYTES, "learner parameters");
        int classCount = learner.getInt(8);
        boolean hasAttributes = learner.getInt(12) != 0;
        int major = learner.getInt(20);
        int outputCount = Math.max(1, Math.max(classCount, major >= 1 ? learner.getInt(28) : 1));
        String objective = text("the objective's name");
        Booster booster = booster(text("the booster's name"), outputCount);
        Map<String, String> attributes = hasAttributes ? attributes() : Map.of();
        return new ModelDocument(
                ModelFormat.LEGACY,
                major >= 1 ? major + "." + learner.getInt(24) : "",
                objective,
                learner.getInt(4),
                outputCount,
                classCount,
                baseScore(learner.getFloat(0), major),
                attributes,
                List.of(),
                List.of(),
                Map.of(),
                booster);
    }

    private static BaseScore baseScore(float value, int major) {
        return major >= 1 ? BaseScore.prediction(value) : BaseScore.margin(value);
    }

    private Booster booster(String name, int outputCount) throws MalformedModelException {
        return switch (name) {
            case "gbtree" -> trees(outputCount);
            case "dart" -> {
                TreeBooster trees = trees(outputCount);
                yield trees.withWeights(trees.treeCount() == 0 ? new float[0] : floats());
            }
            case "gblinear" -> {
                block(LINEAR_BYTES, "linear parameters");
                yield new LinearBooster(floats());
            }
            default ->
                    throw new MalformedModelException(
                            "booster '"
                                    + DocumentReader.abbreviated(name)
                                    + "' is not supported; gbtree, dart and gblinear are");
        };
    }

    private TreeBooster trees(int outputCount) throws MalformedModelException {
        ByteBuffer parameters = block(BOOSTER_BYTES, "booster parameters");
        int treeCount = count(parameters.getInt(0), TREE_BYTES, "trees");
        int parallelTrees = parameters.getInt(4);
        List<TreeNodes> trees = new ArrayList<>(treeCount);
        for (int i = 0; i < treeCount; i++) {
            trees.add(tree());
        }
        int[] outputs = new int[treeCount];
        require(4L * treeCount, "the trees' outputs");
        for (int i = 0; i < treeCount; i++) {
            outputs[i] = bytes.getInt();
        }
        int[] starts = BoosterReader.evenIterations(treeCount, outputCount, parallelTrees);
        return TreeBooster.gbtree(trees, outputs, starts);
    }

    private TreeNodes tree() throws MalformedModelException {
        ByteBuffer parameters = block(TREE_BYTES, "tree parameters");
        int size = count(parameters.getInt(4), NODE_BYTES + STATISTICS_BYTES, "nodes");
        int[] left = new int[size];
        int[] right = new int[size];
        int[] features = new int[size];
        float[] thresholds = new float[size];
        boolean[] defaultLeft = new boolean[size];
        for (int i = 0; i < size; i++) {
            bytes.getInt(); // the parent
            left[i] = bytes.getInt();
            right[i] = bytes.getInt();
            int feature = bytes.getInt();
            features[i] = feature & ~DEFAULT_LEFT;
            defaultLeft[i] = (feature & DEFAULT_LEFT) != 0;
            thresholds[i] = bytes.getFloat();
        }
        ByteBuffer statistics = block(size * STATISTICS_BYTES, "node statistics");
        float[] gains = new float[size];
        float[] covers = new float[size];
        for (int i = 0; i < size; i++) {
            gains[i] = statistics.getFloat(i * STATISTICS_BYTES);
            covers[i] = statistics.getFloat(i * STATISTICS_BYTES + Float.BYTES);
        }
        LeafValues leaves = LeafValues.scalar(thresholds);
        return new TreeNodes(
                left,
                right,
                features,
                thresholds,
                defaultLeft,
                CategorySets.NONE,
                leaves,
                new NodeStatistics(gains, covers));
    }

    private Map<String, String> attributes() throws MalformedModelException {
        int count = longCount(2 * Long.BYTES, "attributes");
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = text("an attribute's name");
            attributes.put(name, text("an attribute"));
        }
        return attributes;
    }

    private float[] floats() throws MalformedModelException {
        float[] values = new float[longCount(Float.BYTES, "weights")];
        bytes.asFloatBuffer().get(values);
        bytes.position(bytes.position() + values.length * Float.BYTES);
        return values;
    }

    private String text(String what) throws MalformedModelException {
        byte[] text = new byte[longCount(1, "bytes for " + what)];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private int longCount(int elementBytes, String what) throws MalformedModelException {
        require(Long.BYTES, "the number of " + what);
        return count(bytes.getLong(), elementBytes, what);
    }

    private int count(long count, int elementBytes, String what) throws MalformedModelException {
        if (count < 0 || count > bytes.remaining() / elementBytes) {
            throw new MalformedModelException(
                    count
                            + " "
                            + what
                            + " announced at byte "
                            + bytes.position()
                            + ", the file is too short for them");
        }
        return (int) count;
    }

    private ByteBuffer block(int size, String what) throws MalformedModelException {
        require(size, what);
        ByteBuffer block = bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + size);
        return block;
    }

    private void require(long size, String what) throws MalformedModelException {
        if (bytes.remaining() < size) {
            throw new MalformedModelException(
                    "the file ends at byte " + bytes.limit() + ", within " + what);
        }
    }
}
