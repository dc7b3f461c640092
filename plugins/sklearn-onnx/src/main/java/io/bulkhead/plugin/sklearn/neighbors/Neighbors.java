package io.bulkhead.plugin.sklearn.neighbors;

/** Some of the fitted rows and how far away they are. */
final class Neighbors {
    private final int[] indices;
    private final double[] distances;

    Neighbors(int[] indices, double[] distances) {
        this.indices = indices;
        this.distances = distances;
    }

    int count() {
        return indices.length;
    }

    int index(int neighbor) {
        return indices[neighbor];
    }

    double distance(int neighbor) {
        return distances[neighbor];
    }

    /** How much each counts: all the same, or the inverse of the distance. */
    double[] weights(boolean byDistance) {
        double[] weights = new double[distances.length];
        boolean touching = false;
        for (double distance : distances) {
            touching |= distance == 0;
        }
        for (int i = 0; i < weights.length; i++) {
            if (!byDistance) {
                weights[i] = 1;
            } else if (touching) { // then only those count whose distance is none
                weights[i] = distances[i] == 0 ? 1 : 0;
            } else {
                weights[i] = 1 / distances[i];
            }
        }
        return weights;
    }
}
