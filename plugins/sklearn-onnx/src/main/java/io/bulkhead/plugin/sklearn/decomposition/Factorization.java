package io.bulkhead.plugin.sklearn.decomposition;

/** Rows that are to be explained by weights of fixed parts. Serves one call. */
final class Factorization {
    private final double[] rows;
    private final double[] components;
    private final int columns;
    private final int width;
    private final Divergence divergence;
    private final double[] explained;

    Factorization(double[] rows, double[] components, int columns, Divergence divergence) {
        this.rows = rows;
        this.components = components;
        this.columns = columns;
        this.width = components.length / columns;
        this.divergence = divergence;
        this.explained = new double[rows.length];
    }

    /** How far the rows are from what these weights make of the parts. */
    double error(double[] weights) {
        explain(weights);
        return divergence.between(rows, explained);
    }

    private void explain(double[] weights) {
        for (int row = 0; row * columns < rows.length; row++) {
            for (int column = 0; column < columns; column++) {
                double sum = 0;
                for (int part = 0; part < width; part++) {
                    sum += weights[row * width + part] * components[part * columns + column];
                }
                explained[row * columns + column] = sum;
            }
        }
    }

    /** Multiplies each weight by what it is too small by. */
    void update(double[] weights, FactorPenalty penalty) {
        explain(weights);
        for (int i = 0; i < weights.length; i++) {
            int at = i / width * columns;
            int part = i % width * columns;
            double upper = 0;
            double lower = penalty.ofSums() + penalty.ofSquares() * weights[i];
            for (int column = 0; column < columns; column++) {
                double share = components[part + column];
                double found = explained[at + column];
                upper += share * divergence.upper(rows[at + column], found);
                lower += share * divergence.lower(found);
            }
            double factor = upper / (lower == 0 ? Divergence.LEAST : lower);
            double exponent = divergence.exponent();
            weights[i] *= exponent == 1 ? factor : Math.pow(factor, exponent);
        }
    }
}
