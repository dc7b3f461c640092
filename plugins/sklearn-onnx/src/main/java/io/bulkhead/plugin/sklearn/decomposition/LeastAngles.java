package io.bulkhead.plugin.sklearn.decomposition;

/** Goes along the direction between the taken atoms until another explains as much of the rest. */
final class LeastAngles implements SparseCoding {
    private static final double TINY = Float.MIN_NORMAL;
    private static final double DEPENDENT = 1e-14;

    private final double[] alike;
    private final int steps;

    LeastAngles(double[] alike, int steps) {
        this.alike = alike;
        this.steps = steps;
    }

    /** The number that is farthest from zero. */
    private static int greatest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (Math.abs(values[i]) > Math.abs(values[best])) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public double[] code(double[] products, double square) {
        int count = products.length;
        double[] code = new double[count];
        double[] rest = products.clone();
        double[] open = products.clone(); // of atoms that may still be taken
        double[] signs = new double[count];
        ChosenAtoms chosen = new ChosenAtoms(alike, count, steps);
        for (int step = 0; step < steps; step++) {
            int atom = greatest(open);
            double most = Math.abs(open[atom]);
            if (most < TINY) {
                break;
            }
            signs[atom] = Math.signum(open[atom]);
            boolean taken = chosen.add(atom, DEPENDENT);
            open[atom] = 0;
            if (taken) {
                walk(chosen, signs, most, code, rest, open);
            }
        }
        return code;
    }

    private void walk(
            ChosenAtoms chosen,
            double[] signs,
            double most,
            double[] code,
            double[] rest,
            double[] open) {
        double[] direction = chosen.solve(signs);
        double length = 0;
        for (int i = 0; i < direction.length; i++) {
            length += direction[i] * signs[chosen.atom(i)];
        }
        double scale = 1 / Math.sqrt(length);
        double[] change = new double[rest.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] *= scale;
            for (int other = 0; other < change.length; other++) {
                change[other] += direction[i] * alike[chosen.atom(i) * change.length + other];
            }
        }
        double far = most / scale;
        for (int i = 0; i < open.length; i++) {
            if (open[i] != 0) {
                far = nearer(far, (most - rest[i]) / (scale - change[i] + TINY));
                far = nearer(far, (most + rest[i]) / (scale + change[i] + TINY));
            }
        }
        for (int i = 0; i < direction.length; i++) {
            code[chosen.atom(i)] += far * direction[i];
        }
        for (int i = 0; i < rest.length; i++) {
            rest[i] -= far * change[i];
            open[i] = open[i] == 0 ? 0 : rest[i];
        }
    }

    private static double nearer(double far, double other) {
        return other > 0 && other < far ? other : far;
    }
}
