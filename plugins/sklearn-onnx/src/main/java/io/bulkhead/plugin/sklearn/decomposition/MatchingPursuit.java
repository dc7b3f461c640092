package io.bulkhead.plugin.sklearn.decomposition;

import java.util.stream.IntStream;

/** Takes the atom that explains most of the rest, again and again, and fits all taken ones anew. */
final class MatchingPursuit implements SparseCoding {
    private final double[] alike;
    private final int atMost;
    private final double least;

    MatchingPursuit(double[] alike, int atMost, boolean single) {
        this.alike = alike;
        this.atMost = atMost;
        this.least = single ? Math.ulp(1f) : Math.ulp(1.0);
    }

    @Override
    public double[] code(double[] products, double square) {
        int count = products.length;
        double[] code = new double[count];
        double[] rest = products.clone();
        int[] order = IntStream.range(0, count).toArray();
        ChosenAtoms chosen = new ChosenAtoms(alike, count, atMost);
        while (chosen.size() < atMost) {
            int place = greatest(rest, order);
            int atom = order[place];
            boolean explains = rest[atom] * rest[atom] >= least;
            if (!explains || place < chosen.size() || !chosen.add(atom, least)) {
                break;
            }
            order[place] = order[chosen.size() - 1];
            order[chosen.size() - 1] = atom;
            fit(chosen, products, code, rest);
        }
        return code;
    }

    /** Of atoms that explain as much, the first; the taken ones change places with the first. */
    private static int greatest(double[] rest, int[] order) {
        int best = 0;
        for (int place = 1; place < order.length; place++) {
            if (Math.abs(rest[order[place]]) > Math.abs(rest[order[best]])) {
                best = place;
            }
        }
        return best;
    }

    private void fit(ChosenAtoms chosen, double[] products, double[] code, double[] rest) {
        double[] shares = chosen.solve(products);
        System.arraycopy(products, 0, rest, 0, rest.length);
        for (int i = 0; i < shares.length; i++) {
            code[chosen.atom(i)] = shares[i];
            for (int other = 0; other < rest.length; other++) {
                rest[other] -= shares[i] * alike[chosen.atom(i) * rest.length + other];
            }
        }
    }
}
