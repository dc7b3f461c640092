package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Rounding;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Puts each number into a bin, and gives the bin's number or one column for each bin. */
public final class KBinsDiscretizer implements Estimator {
    private static final double SLACK = 1e-8;
    private static final double RELATIVE_SLACK = 1e-5;

    private final Features features;
    private final double[][] edges;
    private final int[] offsets;
    private final boolean oneHot;
    private final boolean sparse;

    /** Before 1.1 a number a little below an edge counted as above it. */
    private final boolean lenient;

    private final boolean alwaysSingle;
    private final boolean alwaysDouble;

    private KBinsDiscretizer(Attributes attributes, double[][] edges) throws PickleException {
        this.features = Features.of(attributes);
        this.edges = edges;
        this.lenient = !attributes.writtenBy(1, 1);
        String encode = attributes.oneOf("encode", "onehot", "onehot-dense", "ordinal");
        this.oneHot = !encode.equals("ordinal");
        this.sparse = encode.equals("onehot");
        String dtype = attributes.find("dtype").map(Object::toString).orElse("");
        this.alwaysSingle = dtype.endsWith("float32");
        this.alwaysDouble = dtype.endsWith("float64");
        this.offsets = new int[edges.length + 1];
        for (int feature = 0; feature < edges.length; feature++) {
            offsets[feature + 1] = offsets[feature] + edges[feature].length - 1;
        }
    }

    public static KBinsDiscretizer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Object> bins = attributes.items("bin_edges_");
        double[][] edges = new double[bins.size()][];
        for (int feature = 0; feature < edges.length; feature++) {
            if (!(bins.get(feature) instanceof NdArray array) || array.length() < 2) {
                throw new PickleException(attributes.owner() + " has a feature without bins");
            }
            edges[feature] = array.toDoubles();
        }
        if (edges.length != attributes.integer("n_features_in_")) {
            throw new PickleException(attributes.owner() + " has bins of other features");
        }
        return new KBinsDiscretizer(attributes, edges);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        boolean single = alwaysSingle || (matrix.single() && !alwaysDouble);
        int count = edges.length;
        int width = oneHot ? offsets[count] : count;
        double[] answer = new double[matrix.rows() * width];
        for (int i = 0; i < matrix.values().length; i++) {
            int feature = i % count;
            double value = Rounding.round(matrix.values()[i], single);
            double slack = lenient ? SLACK + RELATIVE_SLACK * Math.abs(value) : 0;
            int bin = bin(value + slack, edges[feature]);
            if (oneHot) {
                answer[i / count * width + offsets[feature] + bin] = 1;
            } else {
                answer[i] = bin;
            }
        }
        return new Matrix(matrix.rows(), width, answer, single).asSparse(sparse);
    }

    /** How many of the inner edges are not above the value. */
    private static int bin(double value, double[] edges) {
        int low = 1;
        int high = edges.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edges[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        if (!oneHot) {
            return inputNames;
        }
        List<String> names = new ArrayList<>();
        for (int feature = 0; feature < edges.length; feature++) {
            for (int bin = 0; bin < edges[feature].length - 1; bin++) {
                names.add(inputNames.get(feature) + "_" + (double) bin);
            }
        }
        return names;
    }
}
