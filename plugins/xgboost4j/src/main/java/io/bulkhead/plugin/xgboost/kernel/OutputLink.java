package io.bulkhead.plugin.xgboost.kernel;

/** From margins to predictions, in place; in 32 bits as XGBoost does it. */
enum OutputLink {
    NONE {
        @Override
        void apply(float[] margins, int outputs) {}
    },
    SIGMOID {
        @Override
        void apply(float[] margins, int outputs) {
            for (int i = 0; i < margins.length; i++) {
                // Beyond 88.7 the exponential leaves the range of a float.
                float power = exp(Math.min(-margins[i], 88.7f));
                margins[i] = 1 / (power + 1);
            }
        }
    },
    EXP {
        @Override
        void apply(float[] margins, int outputs) {
            for (int i = 0; i < margins.length; i++) {
                margins[i] = exp(margins[i]);
            }
        }
    },
    HINGE {
        @Override
        void apply(float[] margins, int outputs) {
            for (int i = 0; i < margins.length; i++) {
                margins[i] = margins[i] > 0 ? 1 : 0;
            }
        }
    },
    SOFTMAX {
        @Override
        void apply(float[] margins, int outputs) {
            for (int first = 0; first < margins.length; first += outputs) {
                softmax(margins, first, outputs);
            }
        }
    },
    /** Leaves the number of the largest margin in the place of each row's first. */
    ARGMAX {
        @Override
        void apply(float[] margins, int outputs) {
            for (int first = 0; first < margins.length; first += outputs) {
                margins[first / outputs] = argmax(margins, first, outputs);
            }
        }

        @Override
        int width(int outputs) {
            return 1;
        }
    };

    abstract void apply(float[] margins, int outputs);

    /** Predictions for each row. */
    int width(int outputs) {
        return outputs;
    }

    private static float exp(float value) {
        return (float) Math.exp(value);
    }

    private static void softmax(float[] margins, int first, int count) {
        float largest = margins[first];
        for (int i = first + 1; i < first + count; i++) {
            largest = Math.max(largest, margins[i]);
        }
        double sum = 0;
        for (int i = first; i < first + count; i++) {
            margins[i] = exp(margins[i] - largest);
            sum += margins[i];
        }
        for (int i = first; i < first + count; i++) {
            margins[i] /= (float) sum;
        }
    }

    private static int argmax(float[] margins, int first, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (margins[first + i] > margins[first + best]) {
                best = i;
            }
        }
        return best;
    }
}
