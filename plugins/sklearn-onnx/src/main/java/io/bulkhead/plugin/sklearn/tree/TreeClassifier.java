package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Set;

/** A classification tree, or the mean of several; of one or more outputs. */
public final class TreeClassifier implements Estimator {
    private final TreeFile trees;
    private final List<ClassLabels> outputs;
    private final int classesPerOutput;

    private TreeClassifier(TreeFile trees, List<ClassLabels> outputs) {
        this.trees = trees;
        this.outputs = List.copyOf(outputs);
        this.classesPerOutput = trees.trees().width() / outputs.size();
    }

    public static TreeClassifier read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<ClassLabels> outputs = attributes.labelsOfOutputs("classes_");
        TreeFile trees = TreeFile.read(attributes, true);
        int most = outputs.stream().mapToInt(ClassLabels::size).max().orElse(0);
        if (trees.trees().width() != most * outputs.size()) {
            throw new PickleException(
                    attributes.owner() + " has trees for another number of classes than " + most);
        }
        return new TreeClassifier(trees, outputs);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.PREDICT_PROBA, Method.PREDICT_LOG_PROBA);
    }

    @Override
    public Values apply(Method method, Values input) {
        if (method != Method.PREDICT && outputs.size() > 1) {
            throw Answers.noTensor(method, outputs.size());
        }
        double[] shares = trees.mean(input);
        if (method == Method.PREDICT) {
            int[] picked = Rows.argMax(shares, classesPerOutput);
            return outputs.size() == 1
                    ? outputs.get(0).pick(picked)
                    : ClassLabels.pick(outputs, picked);
        }
        Matrix probabilities = new Matrix(input.rows(), classesPerOutput, shares, false);
        return method == Method.PREDICT_PROBA ? probabilities : Rows.log(probabilities);
    }
}
