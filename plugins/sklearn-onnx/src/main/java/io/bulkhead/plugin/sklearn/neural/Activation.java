package io.bulkhead.plugin.sklearn.neural;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;

/**
 * What a hidden layer makes of its sums. Applied to all of them, so that no call is made for each.
 */
enum Activation {
    RELU {
        @Override
        void apply(double[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.max(values[i], 0);
            }
        }

        @Override
        void apply(float[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.max(values[i], 0);
            }
        }
    },
    TANH {
        @Override
        void apply(double[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.tanh(values[i]);
            }
        }

        @Override
        void apply(float[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.tanh(values[i]);
            }
        }
    },
    LOGISTIC {
        @Override
        void apply(double[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Rows.logistic(values[i]);
            }
        }

        @Override
        void apply(float[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Rows.logistic(values[i]);
            }
        }
    },
    IDENTITY {
        @Override
        void apply(double[] values) {
            // as they are
        }

        @Override
        void apply(float[] values) {
            // as they are
        }
    };

    abstract void apply(double[] values);

    abstract void apply(float[] values);

    static Activation of(Attributes attributes) throws PickleException {
        String name = attributes.text("activation", "relu");
        return switch (name) {
            case "relu" -> RELU;
            case "tanh" -> TANH;
            case "logistic" -> LOGISTIC;
            case "identity" -> IDENTITY;
            default -> throw attributes.unsupported("activation", name);
        };
    }
}
