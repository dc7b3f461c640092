package io.bulkhead.plugin.sklearn.calibration;

import io.bulkhead.plugin.sklearn.estimator.Classifier;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;

/** A classifier with a curve for the scores of each of its classes. */
final class CurvedMember implements CalibratedMember {
    private static final double NEARLY_ONE = 1 + 1e-5;

    private final Classifier classifier;
    private final List<Curve> curves;
    private final int[] places;
    private final int classes;

    /**
     * @param places which of all classes the curves are for
     * @param classes how many there are
     */
    CurvedMember(Classifier classifier, List<Curve> curves, int[] places, int classes)
            throws PickleException {
        if (curves.size() != (classes == 2 ? 1 : places.length)) {
            throw new PickleException("calibrated classifier has no curve for each class");
        }
        this.classifier = classifier;
        this.curves = List.copyOf(curves);
        this.places = places;
        this.classes = classes;
    }

    @Override
    public void addTo(double[] sums, Values input) {
        double[] shares = new double[sums.length];
        if (classes == 2) {
            fillPairs(shares, classifier.scores(input));
        } else {
            fill(shares, classifier.scores(input));
            Rows.normalize(shares, classes);
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] += shares[i] > 1 && shares[i] <= NEARLY_ONE ? 1 : shares[i];
        }
    }

    private void fillPairs(double[] shares, double[] scores) {
        for (int row = 0; row < scores.length; row++) {
            double second = curves.get(0).at(scores[row]);
            shares[row * 2] = 1 - second;
            shares[row * 2 + 1] = second;
        }
    }

    private void fill(double[] shares, double[] scores) {
        for (int i = 0; i < scores.length; i++) {
            int own = i % places.length;
            int row = i / places.length;
            shares[row * classes + places[own]] = curves.get(own).at(scores[i]);
        }
    }
}
