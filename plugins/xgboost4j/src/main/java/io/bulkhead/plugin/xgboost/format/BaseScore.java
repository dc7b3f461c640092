package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.Arrays;

/** The start of the margins: one number for all outputs, or one for each. */
public final class BaseScore {
    private final float[] values;
    private final Space space;

    /** What the numbers are. */
    public enum Space {
        /** Margins: the objective's transformation is done already, or left out. */
        MARGIN,
        /** Predictions. */
        PREDICTION,
        /** Predictions that are kept away from 0 and 1 where they are probabilities. */
        BOUNDED_PREDICTION
    }

    private BaseScore(float[] values, Space space) {
        this.values = values;
        this.space = space;
    }

    /** In the space of the predictions, as every version from 1.0 on writes it. */
    static BaseScore prediction(float... values) {
        return new BaseScore(values, Space.PREDICTION);
    }

    /** A margin already, as versions before 1.0 wrote it. */
    static BaseScore margin(float value) {
        return new BaseScore(new float[] {value}, Space.MARGIN);
    }

    /** Reads {@code 5E-1} and, as version 3.1 and later write it, {@code [5E-1,2E0]}. */
    static BaseScore parse(String text) throws MalformedModelException {
        String inner = text.strip();
        boolean several = inner.startsWith("[") && inner.endsWith("]");
        if (several) {
            inner = inner.substring(1, inner.length() - 1);
        }
        String[] parts = inner.split(",", -1);
        float[] values = new float[parts.length];
        try {
            for (int i = 0; i < parts.length; i++) {
                values[i] = Float.parseFloat(parts[i].strip());
            }
        } catch (NumberFormatException notANumber) {
            throw new MalformedModelException(
                    "base_score is no number: '" + DocumentReader.abbreviated(text) + "'",
                    notANumber);
        }
        return new BaseScore(values, several ? Space.BOUNDED_PREDICTION : Space.PREDICTION);
    }

    /** What version 3.1 and later start from that have not trained yet: the same, as margins. */
    BaseScore untrained() {
        return new BaseScore(values, space == Space.PREDICTION ? space : Space.MARGIN);
    }

    void requireFor(int outputs) throws MalformedModelException {
        if (values.length != 1 && values.length != outputs) {
            throw new MalformedModelException(
                    values.length + " base scores for a model with " + outputs + " outputs");
        }
    }

    /** What the numbers are. */
    public Space space() {
        return space;
    }

    public float of(int output) {
        return values[values.length == 1 ? 0 : output];
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
