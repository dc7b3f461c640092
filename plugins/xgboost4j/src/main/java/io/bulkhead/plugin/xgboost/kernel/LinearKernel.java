package io.bulkhead.plugin.xgboost.kernel;

import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.xgboost.format.LinearBooster;

/** A linear model: missing values add nothing. What a feature contributes is what it adds. */
final class LinearKernel implements MarginKernel, Attribution {
    private final int featureCount;
    private final int outputCount;
    private final float[] weights;

    LinearKernel(LinearBooster booster, int featureCount, int outputCount)
            throws MalformedModelException {
        this.featureCount = featureCount;
        this.outputCount = outputCount;
        if (booster.weightCount() != (featureCount + 1L) * outputCount) {
            throw new MalformedModelException(
                    booster.weightCount()
                            + " weights for "
                            + featureCount
                            + " features, a bias and "
                            + outputCount
                            + " outputs");
        }
        this.weights = new float[booster.weightCount()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = booster.weight(i);
        }
    }

    @Override
    public void addMargins(float[] rows, int rowCount, float[] margins) {
        for (int row = 0; row < rowCount; row++) {
            int first = row * featureCount;
            for (int output = 0; output < outputCount; output++) {
                margins[row * outputCount + output] =
                        margin(rows, first, output, margins[row * outputCount + output]);
            }
        }
    }

    @Override
    public Attribution attribution() {
        return this;
    }

    @Override
    public void addContributions(float[] rows, int rowCount, double[] target) {
        int next = 0;
        for (int row = 0; row < rowCount; row++) {
            for (int output = 0; output < outputCount; output++) {
                for (int feature = 0; feature < featureCount; feature++) {
                    float value = rows[row * featureCount + feature];
                    float added = value * weights[feature * outputCount + output];
                    target[next++] += Float.isNaN(value) ? 0 : added;
                }
                target[next++] += weights[featureCount * outputCount + output];
            }
        }
    }

    private float margin(float[] rows, int first, int output, float base) {
        float sum = weights[featureCount * outputCount + output] + base;
        for (int feature = 0; feature < featureCount; feature++) {
            float value = rows[first + feature];
            if (!Float.isNaN(value)) {
                sum += value * weights[feature * outputCount + output];
            }
        }
        return sum;
    }
}
