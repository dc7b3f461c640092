package io.bulkhead.plugin.mllib.clustering;

import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.linear.RegressionStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** BisectingKMeansModel: a tree of centres, walked down to the nearest child each time. */
public final class BisectingCentres {
    private static final int DEEPEST = 1000;

    private final Node root;
    private final Distance distance;

    private BisectingCentres(Node root, Distance distance) {
        this.root = root;
        this.distance = distance;
    }

    /**
     * @param cluster the number of the cluster, if it is a leaf
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Node(int cluster, double[] centre, List<Node> children) {}

    /** The tree is a model of the older interface in the folder {@code data}. */
    public static void read(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        BisectingCentres centres = of(saved.child("data"));
        RegressionStage.add(saved, pipeline, centres.featureCount(), centres::nearest);
    }

    /** From a model of the older interface. */
    public static BisectingCentres of(SavedStage saved) throws IOException {
        Map<Integer, Group> rows = new HashMap<>();
        for (Group row : saved.data()) {
            if (rows.put(row.whole("index"), row) != null) {
                throw new MalformedModelException("two nodes with one number");
            }
        }
        if (!(saved.extra("rootId").orElse("") instanceof Long root)) {
            throw new MalformedModelException("its root is missing");
        }
        String measure =
                saved.extra("distanceMeasure").orElse("") instanceof String name && !name.isEmpty()
                        ? name
                        : "euclidean";
        Node top = nodeOf(rows, root.intValue(), 0);
        requireSize(top, top.centre().length);
        return new BisectingCentres(top, Distance.named(measure));
    }

    private static Node nodeOf(Map<Integer, Group> rows, int index, int depth) throws IOException {
        Group row = rows.remove(index); // so that no node is two nodes' child
        if (row == null || depth > DEEPEST) {
            throw new MalformedModelException("node " + index + " is missing");
        }
        List<Node> children = new ArrayList<>();
        for (int child : row.wholes("children")) {
            children.add(nodeOf(rows, child, depth + 1));
        }
        return new Node(index, LinearAlgebra.vector(row, "center"), List.copyOf(children));
    }

    private static void requireSize(Node node, int size) throws MalformedModelException {
        if (node.centre().length != size) {
            throw new MalformedModelException("centres of different sizes");
        }
        for (Node child : node.children()) {
            requireSize(child, size);
        }
    }

    public int featureCount() {
        return root.centre().length;
    }

    /** The number of the leaf that the row comes to. */
    public int nearest(VectorBuffer row) {
        Node node = root;
        while (!node.children().isEmpty()) {
            node = nearestChild(node, row);
        }
        return node.cluster();
    }

    private Node nearestChild(Node node, VectorBuffer row) {
        Node best = node.children().get(0);
        double shortest = distance.between(row, best.centre());
        for (int i = 1; i < node.children().size(); i++) {
            Node child = node.children().get(i);
            double way = distance.between(row, child.centre());
            if (way < shortest) {
                best = child;
                shortest = way;
            }
        }
        return best;
    }
}
