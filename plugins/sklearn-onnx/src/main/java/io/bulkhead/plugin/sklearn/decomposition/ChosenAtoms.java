package io.bulkhead.plugin.sklearn.decomposition;

/** Some atoms of a dictionary, and the triangle that solves equations between them. */
final class ChosenAtoms {
    private final double[] alike;
    private final int count;
    private final int[] atoms;
    private final double[][] triangle;
    private int size;

    /**
     * @param alike the products of all atoms with one another
     * @param count of all atoms
     */
    ChosenAtoms(double[] alike, int count, int atMost) {
        this.alike = alike;
        this.count = count;
        this.atoms = new int[atMost];
        this.triangle = new double[atMost][];
    }

    int size() {
        return size;
    }

    int atom(int index) {
        return atoms[index];
    }

    /** One more; false if it is made of the others but for so little. */
    boolean add(int atom, double least) {
        double[] row = new double[size + 1];
        double rest = alike[atom * count + atom];
        for (int i = 0; i < size; i++) {
            double sum = alike[atom * count + atoms[i]];
            for (int k = 0; k < i; k++) {
                sum -= triangle[i][k] * row[k];
            }
            row[i] = sum / triangle[i][i];
            rest -= row[i] * row[i];
        }
        if (size > 0 && rest <= least) {
            return false;
        }
        row[size] = Math.sqrt(rest);
        triangle[size] = row;
        atoms[size++] = atom;
        return true;
    }

    /** The shares of the atoms that give these products with each of them. */
    double[] solve(double[] products) {
        double[] shares = new double[size];
        for (int i = 0; i < size; i++) {
            double sum = products[atoms[i]];
            for (int k = 0; k < i; k++) {
                sum -= triangle[i][k] * shares[k];
            }
            shares[i] = sum / triangle[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                shares[i] -= triangle[k][i] * shares[k];
            }
            shares[i] /= triangle[i][i];
        }
        return shares;
    }
}
