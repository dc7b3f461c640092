package io.bulkhead.plugin.xgboost.format;

/** Weights of a linear model: by feature, then output; the biases last. */
public final class LinearBooster implements Booster {
    private final float[] weights;

    LinearBooster(float[] weights) {
        this.weights = weights;
    }

    @Override
    public String name() {
        return "gblinear";
    }

    public int weightCount() {
        return weights.length;
    }

    public float weight(int index) {
        return weights[index];
    }
}
