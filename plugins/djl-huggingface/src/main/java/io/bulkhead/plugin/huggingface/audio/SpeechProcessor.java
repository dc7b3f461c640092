package io.bulkhead.plugin.huggingface.audio;

import io.bulkhead.plugin.huggingface.json.JsonObject;

/** Samples to what a model takes, as {@code preprocessor_config.json} says. Immutable. */
public final class SpeechProcessor {
    private static final double TINY = 1e-7;

    private final boolean normalised;
    private final int samplingRate;

    /**
     * @param config what the file says
     */
    public SpeechProcessor(JsonObject config) {
        this.normalised = config.flag("do_normalize").orElse(true);
        this.samplingRate = config.size("sampling_rate", 16_000);
    }

    /** Samples per second that the model was trained with. */
    public int samplingRate() {
        return samplingRate;
    }

    /** The samples with mean 0 and variance 1, if the model wants that. */
    public float[] process(float[] samples) {
        if (!normalised || samples.length == 0) {
            return samples;
        }
        double sum = 0;
        for (float sample : samples) {
            sum += sample;
        }
        double mean = sum / samples.length;
        double squares = 0;
        for (float sample : samples) {
            squares += (sample - mean) * (sample - mean);
        }
        double deviation = Math.sqrt(squares / samples.length + TINY);
        float[] result = new float[samples.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) ((samples[i] - mean) / deviation);
        }
        return result;
    }
}
