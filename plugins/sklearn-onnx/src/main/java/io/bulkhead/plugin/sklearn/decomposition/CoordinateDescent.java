package io.bulkhead.plugin.sklearn.decomposition;

/** The lasso: one atom after the other gets the share that is best while the others keep theirs. */
final class CoordinateDescent implements SparseCoding {
    private static final double EXACT = 1e-14;
    private static final int MOST_ROUNDS = 20_000;

    private final double[] alike;
    private final double penalty;
    private final boolean positive;
    private final int rounds;
    private final double tolerance;

    /** Whether it goes on for as long as anything changes, however little is gained. */
    private final boolean exact;

    private CoordinateDescent(
            double[] alike, double penalty, boolean positive, int rounds, double tolerance) {
        this.alike = alike;
        this.penalty = penalty;
        this.positive = positive;
        this.rounds = Math.min(rounds, MOST_ROUNDS);
        this.tolerance = tolerance;
        this.exact = tolerance == EXACT;
    }

    /** Goes on until hardly anything changes, and little can be gained. */
    static SparseCoding of(
            double[] alike, double penalty, boolean positive, int rounds, double tolerance) {
        return new CoordinateDescent(alike, penalty, positive, rounds, tolerance);
    }

    /** Goes on until nothing changes, which is where the path by least angles ends, too. */
    static SparseCoding exact(double[] alike, double penalty, boolean positive) {
        return new CoordinateDescent(alike, penalty, positive, MOST_ROUNDS, EXACT);
    }

    @Override
    public double[] code(double[] products, double square) {
        int count = products.length;
        double[] code = new double[count];
        double[] rest = products.clone(); // what the code does not explain
        for (int round = 0; round < rounds; round++) {
            double moved = 0;
            double most = 0;
            for (int i = 0; i < count; i++) {
                double before = code[i];
                double curvature = alike[i * count + i];
                if (curvature == 0) {
                    continue;
                }
                double best = rest[i] + before * curvature;
                code[i] = SparseCoding.shrunk(best, penalty, positive) / curvature;
                explain(rest, i * count, code[i] - before);
                moved = Math.max(moved, Math.abs(code[i] - before));
                most = Math.max(most, Math.abs(code[i]));
            }
            if (!Double.isFinite(moved)) {
                break; // numbers of a broken file
            }
            boolean settled = most == 0 || moved / most < tolerance;
            if (settled && (exact || gap(code, products, rest, square) <= tolerance * square)) {
                break;
            }
        }
        return code;
    }

    /** How much the code may still be away from the best, by the dual problem. */
    private double gap(double[] code, double[] products, double[] rest, double square) {
        double explained = 0;
        double sum = 0;
        double left = square;
        double steepest = 0;
        for (int i = 0; i < code.length; i++) {
            explained += code[i] * products[i];
            left -= code[i] * (products[i] + rest[i]);
            sum += Math.abs(code[i]);
            steepest = Math.max(steepest, positive ? rest[i] : Math.abs(rest[i]));
        }
        double share = steepest > penalty ? penalty / steepest : 1;
        double both = steepest > penalty ? 0.5 * left * (1 + share * share) : left;
        return both + penalty * sum - share * (square - explained);
    }

    private void explain(double[] rest, int at, double share) {
        for (int i = 0; share != 0 && i < rest.length; i++) {
            rest[i] -= share * alike[at + i];
        }
    }
}
