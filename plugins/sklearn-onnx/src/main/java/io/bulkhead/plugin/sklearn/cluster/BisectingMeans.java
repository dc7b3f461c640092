package io.bulkhead.plugin.sklearn.cluster;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Nearest;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** BisectingKMeans: a tree of pairs of centres; a row goes to the nearer one until it arrives. */
public final class BisectingMeans implements Estimator {
    private static final int MAX_DEPTH = 1000;

    private final Features features;
    private final double[] centers;
    private final boolean single;
    private final Node root;

    /** A pair of centres and what lies below them, or a cluster. */
    private static final class Node {
        private final int label;
        private final double[] centers;
        private final List<Node> below;

        Node(int label, double[] centers, List<Node> below) {
            this.label = label;
            this.centers = centers;
            this.below = List.copyOf(below);
        }

        static Node of(Attributes tree, double[] shift, int depth) throws PickleException {
            if (tree.find("left").isEmpty()) {
                return new Node(tree.integer("label"), new double[0], List.of());
            }
            if (depth == MAX_DEPTH) {
                throw new PickleException("clusters are nested too deep");
            }
            List<Node> below = new ArrayList<>();
            double[] centers = new double[2 * shift.length];
            for (String side : List.of("left", "right")) {
                Attributes child = tree.member(tree.require(side));
                double[] center = child.numbers("center");
                if (center.length != shift.length) {
                    throw new PickleException("a cluster has a centre of other features");
                }
                int at = below.size() * shift.length;
                for (int i = 0; i < shift.length; i++) {
                    centers[at + i] = center[i] + shift[i];
                }
                below.add(of(child, shift, depth + 1));
            }
            return new Node(0, centers, below);
        }

        int cluster(Matrix matrix, int row) {
            Node at = this;
            while (!at.below.isEmpty()) {
                at =
                        at.below.get(
                                Nearest.index(matrix.values(), row, at.centers, matrix.columns()));
            }
            return at.label;
        }
    }

    private BisectingMeans(Features features, double[] centers, boolean single, Node root) {
        this.features = features;
        this.single = single;
        this.centers = centers;
        this.root = root;
    }

    public static BisectingMeans read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        double[] shift =
                attributes.find("_X_mean").isPresent()
                        ? attributes.numbers("_X_mean")
                        : new double[features.count()];
        double[] centers = attributes.numbers("cluster_centers_");
        if (shift.length != features.count()
                || features.count() == 0
                || centers.length % features.count() != 0) {
            throw new PickleException(attributes.owner() + " has centres of other features");
        }
        Attributes tree = attributes.member(attributes.require("_bisecting_tree"));
        boolean single = attributes.array("cluster_centers_").isSingle();
        return new BisectingMeans(features, centers, single, Node.of(tree, shift, 0));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        if (method == Method.TRANSFORM) {
            return Nearest.distances(matrix, centers, single);
        }
        int[] clusters = new int[matrix.rows()];
        Arrays.setAll(clusters, row -> root.cluster(matrix, row));
        return Answers.wholeNumbers(clusters);
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return IntStream.range(0, centers.length / features.count())
                .mapToObj(i -> "bisectingkmeans" + i)
                .toList();
    }
}
