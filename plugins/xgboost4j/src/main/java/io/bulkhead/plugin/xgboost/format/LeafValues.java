package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;

/** Where a tree keeps what its leaves say, which differs between versions of the format. */
interface LeafValues {
    /** Values in each leaf. */
    int size();

    float of(int node, int output) throws MalformedModelException;

    /** One value a leaf, stored in place of its threshold. */
    static LeafValues scalar(float[] thresholds) {
        return new LeafValues() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public float of(int node, int output) {
                return thresholds[node];
            }
        };
    }

    /** A vector for every node, inner ones too: versions 2.0 to 3.0. */
    static LeafValues vectorOfNode(float[] weights, int size) {
        return new LeafValues() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public float of(int node, int output) throws MalformedModelException {
                return at(weights, (long) node * size + output);
            }
        };
    }

    /** A vector for every leaf, numbered in place of its right child: versions from 3.1 on. */
    static LeafValues vectorOfLeaf(float[] weights, int size, int[] leafNumbers) {
        return new LeafValues() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public float of(int node, int output) throws MalformedModelException {
                return at(weights, (long) leafNumbers[node] * size + output);
            }
        };
    }

    private static float at(float[] weights, long index) throws MalformedModelException {
        if (index < 0 || index >= weights.length) {
            throw new MalformedModelException(
                    "a leaf without weights: number " + index + " of " + weights.length);
        }
        return weights[(int) index];
    }
}
