package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Set;

/** KernelDensity: how dense the fitted rows lie around a row, as a logarithm. */
public final class KernelDensity implements Estimator {
    private final Features features;
    private final FittedRows rows;
    private final double[] logWeights;
    private final DensityKernel kernel;
    private final double bandwidth;
    private final double logNorm;

    private KernelDensity(
            Features features,
            FittedRows rows,
            double[] weights,
            DensityKernel kernel,
            double bandwidth) {
        this.features = features;
        this.rows = rows;
        this.logWeights = Arrays.stream(weights).map(Math::log).toArray();
        this.kernel = kernel;
        this.bandwidth = bandwidth;
        this.logNorm =
                kernel.logVolume(features.count())
                        + features.count() * Math.log(bandwidth)
                        + Math.log(Arrays.stream(weights).sum());
    }

    public static KernelDensity read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        String name = attributes.text("kernel", "gaussian");
        DensityKernel kernel =
                DensityKernel.named(name).orElseThrow(() -> attributes.unsupported("kernel", name));
        double bandwidth =
                attributes
                        .findNumber("bandwidth_")
                        .or(() -> attributes.findNumber("bandwidth"))
                        .filter(width -> width > 0)
                        .orElseThrow(() -> attributes.unsupported("bandwidth", "not a number"));
        PyTuple state = state(attributes);
        if (!(state.get(0) instanceof NdArray fitted)
                || fitted.rank() != 2
                || fitted.size(0) == 0
                || fitted.size(1) != features.count()) {
            throw new PickleException(attributes.owner() + " was fitted on other features");
        }
        FittedRows rows =
                new FittedRows(fitted.toDoubles(), features.count(), Distances.of(attributes));
        return new KernelDensity(features, rows, weights(state, rows), kernel, bandwidth);
    }

    /** What the tree of the fitted rows is made of: the rows come first, their weights last. */
    private static PyTuple state(Attributes attributes) throws PickleException {
        PickledObject tree = attributes.object("tree_");
        if (tree.rawState() instanceof PyTuple state && state.size() > 0) {
            return state;
        }
        throw new PickleException(attributes.owner() + " has no tree of rows");
    }

    private static double[] weights(PyTuple state, FittedRows rows) throws PickleException {
        double[] weights = new double[rows.count()];
        if (state.get(state.size() - 1) instanceof NdArray given
                && given.length() == rows.count()) {
            return given.toDoubles();
        }
        Arrays.fill(weights, 1);
        return weights;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.SCORE_SAMPLES);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] densities = new double[matrix.rows()];
        double[] logs = new double[rows.count()];
        for (int row = 0; row < densities.length; row++) {
            for (int fitted = 0; fitted < logs.length; fitted++) {
                double distance = rows.distance(matrix, row, fitted) / bandwidth;
                logs[fitted] = kernel.log(distance) + logWeights[fitted];
            }
            densities[row] = Rows.logOfSum(logs, 0, logs.length) - logNorm;
        }
        return Rows.column(densities);
    }
}
