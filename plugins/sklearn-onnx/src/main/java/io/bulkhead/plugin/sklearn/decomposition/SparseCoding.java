package io.bulkhead.plugin.sklearn.decomposition;

/** Finds the few atoms that make a row. */
@FunctionalInterface
interface SparseCoding {
    /**
     * How much of each atom is in a row.
     *
     * @param products of the row with each atom
     * @param square of the row with itself
     */
    double[] code(double[] products, double square);

    /** Takes the same off all products; what is less than that is nothing. */
    static SparseCoding threshold(double penalty, boolean positive) {
        return (products, square) -> {
            double[] code = new double[products.length];
            for (int i = 0; i < code.length; i++) {
                code[i] = shrunk(products[i], penalty, positive);
            }
            return code;
        };
    }

    /** A number nearer to zero by so much. */
    static double shrunk(double value, double by, boolean positive) {
        double rest = Math.max(Math.abs(value) - by, 0);
        return value < 0 ? (positive ? 0 : -rest) : rest;
    }
}
