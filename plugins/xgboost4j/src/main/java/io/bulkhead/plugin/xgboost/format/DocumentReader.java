package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Reads a model document front to back, whichever way it is written. Each method consumes one
 * value; a value of another kind than the method wants is a {@link MalformedModelException}.
 */
abstract class DocumentReader implements Closeable {
    /** Consumes the value of one field. */
    interface FieldVisitor {
        void field(String name) throws IOException;
    }

    /** Consumes one element of an array. */
    interface ElementVisitor {
        void element() throws IOException;
    }

    abstract void readObject(FieldVisitor visitor) throws IOException;

    abstract void readArray(ElementVisitor visitor) throws IOException;

    abstract String readText() throws IOException;

    abstract int[] readInts() throws IOException;

    abstract float[] readFloats() throws IOException;

    abstract double[] readDoubles() throws IOException;

    abstract List<String> readTexts() throws IOException;

    abstract void skip() throws IOException;

    /** Fails unless nothing but white space is left. */
    abstract void expectEnd() throws IOException;

    /** Where the reader is, for messages. */
    abstract String location();

    final MalformedModelException malformed(String what) {
        return new MalformedModelException(what + " at " + location());
    }

    /** XGBoost writes its numeric parameters as text. */
    final int readIntText(String field) throws IOException {
        String text = readText();
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException notANumber) {
            throw new MalformedModelException(
                    "'" + field + "' is no integer: '" + abbreviated(text) + "' at " + location(),
                    notANumber);
        }
    }

    static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    @Override
    public void close() throws IOException {}
}
