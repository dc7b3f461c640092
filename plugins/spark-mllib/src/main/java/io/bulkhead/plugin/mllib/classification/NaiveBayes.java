package io.bulkhead.plugin.mllib.classification;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.LinearAlgebra.Matrix;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.Arrays;

/** NaiveBayesModel of each type: sums of logarithms, linear in the features but for gaussians. */
public final class NaiveBayes implements ClassScores {
    private enum Type {
        MULTINOMIAL,
        COMPLEMENT,
        BERNOULLI,
        GAUSSIAN
    }

    private final Type type;
    private final double[] constants;
    private final Matrix weights;
    private final double[] variances;

    private NaiveBayes(Type type, double[] constants, Matrix weights, double[] variances) {
        this.type = type;
        this.constants = constants;
        this.weights = weights;
        this.variances = variances;
    }

    public static ClassScores read(SavedStage saved) throws IOException {
        Group row = saved.row();
        double[] prior = LinearAlgebra.vector(row, "pi");
        Matrix theta = LinearAlgebra.matrix(row, "theta");
        String type = saved.params().text("modelType", "multinomial");
        return switch (type) {
            case "multinomial" -> multinomial(prior, theta);
            case "complement" -> checked(Type.COMPLEMENT, new double[prior.length], theta);
            case "bernoulli" -> bernoulli(prior, theta);
            case "gaussian" -> gaussian(prior, theta, LinearAlgebra.matrix(row, "sigma"));
            default -> throw new MalformedModelException("naive Bayes of type '" + type + "'");
        };
    }

    /** Of words' numbers. */
    public static NaiveBayes multinomial(double[] prior, Matrix theta)
            throws MalformedModelException {
        return checked(Type.MULTINOMIAL, prior, theta);
    }

    /** Of features that are there or not: what is not there counts as well. */
    public static NaiveBayes bernoulli(double[] prior, Matrix theta)
            throws MalformedModelException {
        double[] constants = prior.clone();
        double[] weights = theta.values().clone();
        for (int i = 0; i < weights.length; i++) {
            double absent = Math.log(1 - Math.exp(weights[i]));
            weights[i] -= absent;
            if (i / theta.columns() < constants.length) {
                constants[i / theta.columns()] += absent;
            }
        }
        return checked(
                Type.BERNOULLI, constants, new Matrix(theta.rows(), theta.columns(), weights));
    }

    private static NaiveBayes gaussian(double[] prior, Matrix means, Matrix sigma)
            throws MalformedModelException {
        if (sigma.rows() != means.rows() || sigma.columns() != means.columns()) {
            throw new MalformedModelException("means and variances do not fit");
        }
        NaiveBayes checked = checked(Type.GAUSSIAN, prior, means);
        double[] constants = prior.clone();
        for (int i = 0; i < constants.length; i++) {
            constants[i] -= Arrays.stream(sigma.row(i)).map(Math::log).sum() / 2;
        }
        return new NaiveBayes(Type.GAUSSIAN, constants, checked.weights, sigma.values());
    }

    private static NaiveBayes checked(Type type, double[] constants, Matrix weights)
            throws MalformedModelException {
        if (constants.length != weights.rows()) {
            throw new MalformedModelException("priors and probabilities do not fit");
        }
        return new NaiveBayes(type, constants, weights, new double[0]);
    }

    @Override
    public int classCount() {
        return constants.length;
    }

    @Override
    public int featureCount() {
        return weights.columns();
    }

    @Override
    public void raw(VectorBuffer features, double[] raw, Cell scratch) {
        if (type == Type.BERNOULLI) {
            requireFlags(features);
        }
        for (int i = 0; i < constants.length; i++) {
            raw[i] =
                    constants[i]
                            + (type == Type.GAUSSIAN
                                    ? -distance(features, i) / 2
                                    : features.dot(weights.values(), i * weights.columns()));
        }
        if (type == Type.COMPLEMENT) {
            normalise(raw);
        }
    }

    private static void requireFlags(VectorBuffer features) {
        for (int i = 0; i < features.count(); i++) {
            double value = features.value(i);
            if (value != 0 && value != 1) {
                throw ServingException.unprocessable(
                        "Bernoulli naive Bayes requires 0 or 1 feature values, found " + value);
            }
        }
    }

    private double distance(VectorBuffer features, int label) {
        int start = label * weights.columns();
        double sum = 0;
        for (int i = 0; i < weights.columns(); i++) {
            double difference = features.at(i) - weights.values()[start + i];
            sum += difference * difference / variances[start + i];
        }
        return sum;
    }

    private void normalise(double[] raw) {
        int count = constants.length;
        double highest = raw[Scores.largest(raw, count)];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.exp(raw[i] - highest);
        }
        double logSum = Math.log(sum) + highest;
        for (int i = 0; i < count; i++) {
            raw[i] -= logSum;
        }
    }

    @Override
    public void toProbabilities(double[] raw) {
        Scores.softmax(raw, constants.length);
    }
}
