package io.bulkhead.plugin.mllib.clustering;

import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.LinearAlgebra.Matrix;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * LocalLDAModel and DistributedLDAModel: the share of each topic in a document, by variational
 * inference. It begins with numbers drawn from a seed, the same for each document; Spark draws
 * those of a DistributedLDAModel anew each time, so that its own answers differ a little.
 * Immutable.
 */
public final class TopicModel {
    private static final double LEAST_CHANGE = 1e-3;
    private static final double TINY = 1e-100;

    /** Spark's own class has it; a seed that is set is only kept, not used. */
    private static final long SEED = "org.apache.spark.ml.clustering.LocalLDAModel".hashCode();

    /** Spark has no bound; a document that does not settle must end nevertheless. */
    private static final int MOST_ROUNDS = 100_000;

    private final int topicCount;
    private final int termCount;
    private final double[] termFactors;
    private final double[] concentration;
    private final double[] firstGamma;

    /**
     * @param topics a line for each term, with its weight in each topic
     * @param concentration of each topic
     */
    private TopicModel(Matrix topics, double[] concentration, double shape)
            throws MalformedModelException {
        this.topicCount = topics.columns();
        this.termCount = topics.rows();
        this.concentration = concentration;
        if (concentration.length != topicCount || topicCount == 0 || !(shape > 1)) {
            throw new MalformedModelException(
                    topicCount + " topics, " + concentration.length + " concentrations");
        }
        this.termFactors = termFactors(topics);
        MersenneTwister random = new MersenneTwister(SEED);
        this.firstGamma = new double[topicCount];
        for (int topic = 0; topic < topicCount; topic++) {
            firstGamma[topic] = random.gamma(shape, 1.0 / shape);
        }
    }

    /** What was fitted online. */
    public static void readLocal(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        Group row = saved.row();
        Matrix topics = LinearAlgebra.matrix(row, "topicsMatrix");
        double[] concentration = LinearAlgebra.vector(row, "docConcentration");
        add(saved, pipeline, topics, concentration, row.number("gammaShape"));
    }

    /** What was fitted by expectation maximization: terms and documents as a graph. */
    public static void readDistributed(SavedStage saved, PipelineBuilder pipeline)
            throws IOException {
        SavedStage older = saved.child("oldModel");
        double[] concentration = numbers(older, "docConcentration");
        double shape = numbers(older, "gammaShape")[0];
        int terms = (int) numbers(older, "vocabSize")[0];
        Matrix topics = topicsOf(older.rows("data/topicCounts"), terms, concentration.length);
        add(saved, pipeline, topics, concentration, shape);
    }

    /** Of the vertices only terms count, which have the numbers -1, -2, ... */
    private static Matrix topicsOf(List<Group> vertices, int terms, int topics) throws IOException {
        if (terms < 1 || terms > vertices.size()) {
            throw new MalformedModelException(
                    terms + " terms, but " + vertices.size() + " vertices");
        }
        double[] weights = new double[Math.multiplyExact(terms, topics)];
        for (Group vertex : vertices) {
            long term = -(vertex.longWhole("id") + 1);
            double[] counts = LinearAlgebra.vector(vertex, "topicWeights");
            if (term >= terms || counts.length != topics) {
                throw new MalformedModelException("a vertex that fits to no term");
            }
            if (term >= 0) {
                System.arraycopy(counts, 0, weights, (int) term * topics, topics);
            }
        }
        return new Matrix(terms, topics, weights);
    }

    private static double[] numbers(SavedStage saved, String name) throws MalformedModelException {
        Object value = saved.extra(name).orElse(List.of());
        List<?> list = value instanceof List<?> several ? several : List.of(value);
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(list.get(i) instanceof Number number)) {
                throw new MalformedModelException("'" + name + "' is no number");
            }
            numbers[i] = number.doubleValue();
        }
        if (numbers.length == 0) {
            throw new MalformedModelException("'" + name + "' is missing");
        }
        return numbers;
    }

    private static void add(
            SavedStage saved,
            PipelineBuilder pipeline,
            Matrix topics,
            double[] concentration,
            double shape)
            throws MalformedModelException {
        Params params = saved.params();
        TopicModel model = new TopicModel(topics, concentration, shape);
        int size = model.termCount;
        int features = pipeline.input(Column.vector(params.text("featuresCol", "features"), size));
        Optional<String> name =
                Optional.of(params.text("topicDistributionCol", "topicDistribution"))
                        .filter(text -> !text.isEmpty());
        int shares = pipeline.output(name, Column.vector(name.orElse(""), model.topicCount));
        pipeline.step(
                features,
                shares,
                row ->
                        model.shares(
                                row[features].vector(size),
                                row[shares].startVector().dense(model.topicCount)));
    }

    private void shares(VectorBuffer document, double[] shares) {
        if (isEmpty(document)) {
            Arrays.fill(shares, 0, topicCount, 0);
            return;
        }
        double[] gamma = firstGamma.clone();
        double[] theta = new double[topicCount];
        double[] sums = new double[topicCount];
        double change = Double.POSITIVE_INFINITY;
        for (int round = 0; change > LEAST_CHANGE && round < MOST_ROUNDS; round++) {
            expectations(gamma, theta);
            addTerms(document, theta, sums);
            change = 0;
            for (int topic = 0; topic < topicCount; topic++) {
                double next = theta[topic] * sums[topic] + concentration[topic];
                change += Math.abs(next - gamma[topic]);
                gamma[topic] = next;
            }
            change /= topicCount;
        }
        double sum = Arrays.stream(gamma).sum();
        for (int topic = 0; topic < topicCount; topic++) {
            shares[topic] = gamma[topic] / sum;
        }
    }

    private static boolean isEmpty(VectorBuffer document) {
        for (int i = 0; i < document.count(); i++) {
            if (document.value(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private void addTerms(VectorBuffer document, double[] theta, double[] sums) {
        Arrays.fill(sums, 0);
        for (int i = 0; i < document.count(); i++) {
            int term = document.index(i) * topicCount;
            double norm = TINY;
            for (int topic = 0; topic < topicCount; topic++) {
                norm += termFactors[term + topic] * theta[topic];
            }
            double ratio = document.value(i) / norm;
            for (int topic = 0; topic < topicCount; topic++) {
                sums[topic] += termFactors[term + topic] * ratio;
            }
        }
    }

    private static void expectations(double[] gamma, double[] expectations) {
        double whole = Digamma.of(Arrays.stream(gamma).sum());
        for (int topic = 0; topic < gamma.length; topic++) {
            expectations[topic] = Math.exp(Digamma.of(gamma[topic]) - whole);
        }
    }

    private static double[] termFactors(Matrix topics) {
        int count = topics.columns();
        double[] sums = new double[count];
        for (int i = 0; i < topics.values().length; i++) {
            sums[i % count] += topics.values()[i];
        }
        double[] factors = new double[topics.values().length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = Math.exp(Digamma.of(topics.values()[i]) - Digamma.of(sums[i % count]));
        }
        return factors;
    }
}
