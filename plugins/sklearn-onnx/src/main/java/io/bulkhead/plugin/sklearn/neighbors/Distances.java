package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyDict;
import io.bulkhead.plugin.sklearn.pickle.PyNone;
import java.util.Arrays;
import java.util.Optional;

/** The metrics of scikit-learn by their names. */
final class Distances {
    private Distances() {}

    /** The metric that an estimator was fitted with. */
    static Distance of(Attributes attributes) throws PickleException {
        String metric = metric(attributes);
        Optional<PyDict> parameters = parameters(attributes);
        Optional<double[]> weights = parameter(parameters, "w");
        return switch (metric) {
            case "euclidean", "l2" -> Distances::euclidean;
            case "sqeuclidean" -> Distances::squared;
            case "manhattan", "cityblock", "l1" -> Distances::manhattan;
            case "chebyshev", "infinity" -> Distances::chebyshev;
            case "minkowski", "p" -> minkowski(power(attributes, parameters), weights);
            case "seuclidean" -> scaled(required(attributes, parameters, "V"));
            case "mahalanobis" -> mahalanobis(required(attributes, parameters, "VI"));
            case "cosine" -> Distances::cosine;
            case "canberra" -> Distances::canberra;
            case "braycurtis" -> Distances::brayCurtis;
            case "hamming" -> Distances::hamming;
            case "correlation" -> Distances::correlation;
            case "haversine" -> Distances::haversine;
            case "nan_euclidean" -> Distances::euclideanOfKnown;
            default ->
                    TruthDistance.named(metric)
                            .orElseThrow(() -> attributes.unsupported("metric", metric));
        };
    }

    /** The power, if the metric is one of Minkowski's without weights. */
    static Optional<Double> power(Attributes attributes) throws PickleException {
        Optional<PyDict> parameters = parameters(attributes);
        return switch (metric(attributes)) {
            case "euclidean", "l2" -> Optional.of(2.0);
            case "manhattan", "cityblock", "l1" -> Optional.of(1.0);
            case "chebyshev", "infinity" -> Optional.of(Double.POSITIVE_INFINITY);
            case "minkowski", "p" ->
                    parameter(parameters, "w").isPresent()
                            ? Optional.empty()
                            : Optional.of(power(attributes, parameters));
            default -> Optional.empty();
        };
    }

    /** Whether a value may be missing in what is compared. */
    static boolean knowMissing(Attributes attributes) throws PickleException {
        return metric(attributes).equals("nan_euclidean");
    }

    private static String metric(Attributes attributes) throws PickleException {
        return attributes.text("effective_metric_", attributes.text("metric", "minkowski"));
    }

    private static Optional<PyDict> parameters(Attributes attributes) {
        return attributes
                .findDict("effective_metric_params_")
                .or(() -> attributes.findDict("metric_params"));
    }

    private static double power(Attributes attributes, Optional<PyDict> parameters) {
        return parameters
                .flatMap(each -> each.get("p"))
                .filter(Number.class::isInstance)
                .map(each -> ((Number) each).doubleValue())
                .or(() -> attributes.findNumber("p"))
                .orElse(2.0);
    }

    private static double[] required(
            Attributes attributes, Optional<PyDict> parameters, String name)
            throws PickleException {
        return parameter(parameters, name)
                .orElseThrow(() -> attributes.unsupported("metric without", name));
    }

    private static Optional<double[]> parameter(Optional<PyDict> parameters, String name)
            throws PickleException {
        Object value = parameters.flatMap(each -> each.get(name)).orElse(PyNone.NONE);
        return value instanceof NdArray array ? Optional.of(array.toDoubles()) : Optional.empty();
    }

    static double euclidean(double[] a, int atA, double[] b, int atB, int count) {
        return Math.sqrt(squared(a, atA, b, atB, count));
    }

    static double squared(double[] a, int atA, double[] b, int atB, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double difference = a[atA + i] - b[atB + i];
            sum += difference * difference;
        }
        return sum;
    }

    static double manhattan(double[] a, int atA, double[] b, int atB, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.abs(a[atA + i] - b[atB + i]);
        }
        return sum;
    }

    private static double chebyshev(double[] a, int atA, double[] b, int atB, int count) {
        double greatest = 0;
        for (int i = 0; i < count; i++) {
            greatest = Math.max(greatest, Math.abs(a[atA + i] - b[atB + i]));
        }
        return greatest;
    }

    private static Distance minkowski(double power, Optional<double[]> weights) {
        if (weights.isEmpty() && power == 2) {
            return Distances::euclidean;
        }
        if (weights.isEmpty() && power == 1) {
            return Distances::manhattan;
        }
        if (Double.isInfinite(power)) {
            return Distances::chebyshev;
        }
        return (a, atA, b, atB, count) -> {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                double part = Math.pow(Math.abs(a[atA + i] - b[atB + i]), power);
                sum += weights.isPresent() ? weights.get()[i] * part : part;
            }
            return Math.pow(sum, 1 / power);
        };
    }

    private static Distance scaled(double[] variances) {
        return (a, atA, b, atB, count) -> {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                double difference = a[atA + i] - b[atB + i];
                sum += difference * difference / variances[i];
            }
            return Math.sqrt(sum);
        };
    }

    private static Distance mahalanobis(double[] inverse) {
        return (a, atA, b, atB, count) -> {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < count; j++) {
                    sum +=
                            inverse[i * count + j]
                                    * (a[atA + i] - b[atB + i])
                                    * (a[atA + j] - b[atB + j]);
                }
            }
            return Math.sqrt(sum);
        };
    }

    private static double cosine(double[] a, int atA, double[] b, int atB, int count) {
        double lengths =
                Math.sqrt(Rows.dot(a, atA, a, atA, count))
                        * Math.sqrt(Rows.dot(b, atB, b, atB, count));
        double product = Rows.dot(a, atA, b, atB, count);
        return lengths == 0 ? 1 : Math.max(0, Math.min(2, 1 - product / lengths));
    }

    /** The cosine of what is left when each row's own mean is taken off. */
    private static double correlation(double[] a, int atA, double[] b, int atB, int count) {
        return cosine(centred(a, atA, count), 0, centred(b, atB, count), 0, count);
    }

    private static double[] centred(double[] values, int from, int count) {
        double[] centred = Arrays.copyOfRange(values, from, from + count);
        double mean = Arrays.stream(centred).sum() / count;
        Arrays.setAll(centred, i -> centred[i] - mean);
        return centred;
    }

    /** On a sphere of radius one: rows are a latitude and a longitude in radians. */
    private static double haversine(double[] a, int atA, double[] b, int atB, int count) {
        double latitudes = Math.sin(0.5 * (a[atA] - b[atB]));
        double longitudes = Math.sin(0.5 * (a[atA + 1] - b[atB + 1]));
        double chord =
                latitudes * latitudes
                        + Math.cos(a[atA]) * Math.cos(b[atB]) * longitudes * longitudes;
        return 2 * Math.asin(Math.sqrt(chord));
    }

    /** Of what both rows know, scaled up to all columns; NaN if that is nothing. */
    private static double euclideanOfKnown(double[] a, int atA, double[] b, int atB, int count) {
        double sum = 0;
        int known = 0;
        for (int i = 0; i < count; i++) {
            double difference = a[atA + i] - b[atB + i];
            if (!Double.isNaN(difference)) {
                sum += difference * difference;
                known++;
            }
        }
        return Math.sqrt(sum / known * count);
    }

    private static double canberra(double[] a, int atA, double[] b, int atB, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double size = Math.abs(a[atA + i]) + Math.abs(b[atB + i]);
            sum += size == 0 ? 0 : Math.abs(a[atA + i] - b[atB + i]) / size;
        }
        return sum;
    }

    private static double brayCurtis(double[] a, int atA, double[] b, int atB, int count) {
        double differences = 0;
        double sizes = 0;
        for (int i = 0; i < count; i++) {
            differences += Math.abs(a[atA + i] - b[atB + i]);
            sizes += Math.abs(a[atA + i]) + Math.abs(b[atB + i]);
        }
        return sizes == 0 ? 0 : differences / sizes;
    }

    private static double hamming(double[] a, int atA, double[] b, int atB, int count) {
        int different = 0;
        for (int i = 0; i < count; i++) {
            different += a[atA + i] == b[atB + i] ? 0 : 1;
        }
        return (double) different / count;
    }
}
