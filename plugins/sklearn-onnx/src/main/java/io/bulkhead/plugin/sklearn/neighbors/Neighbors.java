package io.bulkhead.plugin.sklearn.neighbors;

import java.util.Arrays;

/**
 * Some of the fitted rows and how far away they are. One serves all rows of a call: it is filled
 * for each anew.
 *
 * <p>While the nearest are looked for, the farthest of them stands first, in the same heap that
 * scikit-learn keeps, so that of rows at equal distances the same ones stay.
 */
final class Neighbors {
    private int[] indices;
    private double[] distances;
    private double[] weights = {};
    private double[] scratch = {};
    private int count;

    /**
     * @param most how many it is made for; it grows if more are added
     */
    Neighbors(int most) {
        this.indices = new int[most];
        this.distances = new double[most];
    }

    int count() {
        return count;
    }

    int index(int neighbor) {
        return indices[neighbor];
    }

    double distance(int neighbor) {
        return distances[neighbor];
    }

    /** Forgets all, and asks for the nearest so many rows. */
    void beginNearest() {
        count = distances.length;
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
    }

    /** How far away the farthest of the nearest is. */
    double farthest() {
        return distances[0];
    }

    /** A row that counts if it is nearer than the farthest. */
    void offer(int index, double distance) {
        if (distance < distances[0]) {
            sink(index, distance, count);
        }
    }

    /** So many rows side by side, of which the first has this index. */
    void offerAll(int first, double[] far, int rows) {
        double farthest = distances[0];
        for (int row = 0; row < rows; row++) {
            if (far[row] < farthest) {
                sink(first + row, far[row], count);
                farthest = distances[0];
            }
        }
    }

    /** Puts something in at the top of the heap and lets it find its place. */
    private void sink(int index, double distance, int size) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && distances[child] < distances[child + 1]) {
                child++;
            }
            if (distance >= distances[child]) {
                break;
            }
            distances[at] = distances[child];
            indices[at] = indices[child];
            at = child;
        }
        distances[at] = distance;
        indices[at] = index;
    }

    /** Puts the nearest first. */
    void endNearest() {
        for (int last = count - 1; last > 0; last--) {
            int index = indices[last];
            double distance = distances[last];
            indices[last] = indices[0];
            distances[last] = distances[0];
            sink(index, distance, last);
        }
    }

    /** Room for a number for each fitted row. */
    double[] scratch(int rows) {
        if (scratch.length < rows) {
            scratch = new double[rows];
        }
        return scratch;
    }

    /** Makes true distances of those by which the rows were compared. */
    void measure(ReducedDistance distance) {
        for (int i = 0; i < count; i++) {
            distances[i] = distance.unreduced(distances[i]);
        }
    }

    /** Forgets all. */
    void clear() {
        count = 0;
    }

    /** One more. */
    void add(int index, double distance) {
        if (count == indices.length) {
            indices = Arrays.copyOf(indices, 2 * count + 1);
            distances = Arrays.copyOf(distances, 2 * count + 1);
        }
        indices[count] = index;
        distances[count++] = distance;
    }

    /** Settles how much each counts: all the same, or the inverse of the distance. */
    void weigh(boolean byDistance) {
        if (weights.length < count) {
            weights = new double[Math.max(count, distances.length)];
        }
        boolean touching = false;
        for (int i = 0; i < count; i++) {
            touching |= distances[i] == 0;
        }
        for (int i = 0; i < count; i++) {
            if (!byDistance) {
                weights[i] = 1;
            } else if (touching) { // then only those count whose distance is none
                weights[i] = distances[i] == 0 ? 1 : 0;
            } else {
                weights[i] = 1 / distances[i];
            }
        }
    }

    double weight(int neighbor) {
        return weights[neighbor];
    }

    /** What they count together. */
    double weight() {
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weights[i];
        }
        return total;
    }
}
