package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** LatentDirichletAllocation: how much of each topic a text has, from the counts of its terms. */
public final class TopicMixture implements Estimator {
    private static final double EPSILON = Math.ulp(1.0);

    private final Features features;

    /** For each term the weights of the topics. */
    private final double[] terms;

    private final int topics;
    private final double prior;
    private final int rounds;
    private final double tolerance;

    private TopicMixture(Attributes attributes, Features features, Matrix weights)
            throws PickleException {
        this.features = features;
        this.topics = weights.rows();
        this.terms = new double[weights.values().length];
        for (int i = 0; i < terms.length; i++) {
            int topic = i / weights.columns();
            terms[i % weights.columns() * topics + topic] = weights.values()[i];
        }
        this.prior =
                attributes
                        .findNumber("doc_topic_prior_")
                        .or(() -> attributes.findNumber("doc_topic_prior"))
                        .orElse(1.0 / topics);
        this.rounds = attributes.integer("max_doc_update_iter");
        this.tolerance = attributes.findNumber("mean_change_tol").orElse(1e-3);
    }

    public static TopicMixture read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        Matrix weights = attributes.matrix("exp_dirichlet_component_");
        if (weights.columns() != features.count() || weights.rows() == 0) {
            throw new PickleException(attributes.owner() + " has topics of other terms");
        }
        return new TopicMixture(attributes, features, weights);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Values rows = features.finiteOrSparse(input);
        SparseMatrix counts =
                rows instanceof SparseMatrix sparse
                        ? sparse
                        : SparseMatrix.of(rows.numbers(features.owner()));
        double[] mixtures = new double[counts.rows() * topics];
        for (int row = 0; row < counts.rows(); row++) {
            System.arraycopy(mixture(counts, row), 0, mixtures, row * topics, topics);
        }
        Rows.normalize(mixtures, topics);
        return Rows.matrix(mixtures, topics);
    }

    private double[] mixture(SparseMatrix counts, int row) {
        double[] mixture = new double[topics];
        Arrays.fill(mixture, 1);
        double[] expected = expected(mixture);
        for (int round = 0; round < rounds; round++) {
            double[] next = next(counts, row, expected);
            expected = expected(next);
            double change = 0;
            for (int topic = 0; topic < topics; topic++) {
                change += Math.abs(mixture[topic] - next[topic]);
            }
            mixture = next;
            if (!(change / topics >= tolerance)) {
                break;
            }
        }
        return mixture;
    }

    private double[] next(SparseMatrix counts, int row, double[] expected) {
        double[] next = new double[topics];
        for (int i = counts.start(row); i < counts.start(row + 1); i++) {
            double count = counts.values()[i];
            if (count < 0) {
                throw ServingException.unprocessable(
                        "Negative values in data passed to LatentDirichletAllocation.transform");
            }
            int term = counts.places()[i] * topics;
            double share = count / (Rows.dot(expected, 0, terms, term, topics) + EPSILON);
            for (int topic = 0; topic < topics; topic++) {
                next[topic] += share * terms[term + topic];
            }
        }
        for (int topic = 0; topic < topics; topic++) {
            next[topic] = expected[topic] * next[topic] + prior;
        }
        return next;
    }

    /** The exponential of the expected logarithm of each share. */
    private static double[] expected(double[] mixture) {
        double whole = digamma(Arrays.stream(mixture).sum());
        return Arrays.stream(mixture).map(part -> Math.exp(digamma(part) - whole)).toArray();
    }

    /** As scikit-learn computes it, by Bernardo's algorithm AS 103: good for nine digits. */
    private static double digamma(double value) {
        double x = value;
        if (x <= 1e-6) {
            return -0.5772156649015329 - 1 / x;
        }
        double sum = 0;
        while (x < 6) {
            sum -= 1 / x;
            x += 1;
        }
        double inverse = 1 / x;
        double square = inverse * inverse;
        double series = 1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252));
        return sum + Math.log(x) - 0.5 * inverse - square * series;
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return IntStream.range(0, topics)
                .mapToObj(index -> "latentdirichletallocation" + index)
                .toList();
    }
}
