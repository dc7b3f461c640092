package io.bulkhead.plugin.mllib.row;

import io.bulkhead.api.error.ServingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one column holds in the row at hand. Cells belong to one request and are written anew for
 * each of its rows. Not for several threads.
 */
public final class Cell {
    /** What a cell can hold. */
    public enum Kind {
        /** Nothing: null in Spark. */
        NOTHING,
        /** A number in 64 bits. */
        NUMBER,
        /** A number in 32 bits, which prints differently. */
        SINGLE,
        /** An integer. */
        WHOLE,
        /** True or false, 1 or 0. */
        FLAG,
        /** Text. */
        TEXT,
        /** A list of texts. */
        TEXTS,
        /** A vector. */
        VECTOR
    }

    private final String column;
    private Kind kind = Kind.NOTHING;
    private double number;
    private long whole;
    private String text = "";
    private final List<String> texts = new ArrayList<>(0);
    private final VectorBuffer vector = new VectorBuffer();

    /**
     * @param column the name that errors are told under
     */
    public Cell(String column) {
        this.column = column;
    }

    public String column() {
        return column;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isNothing() {
        return kind == Kind.NOTHING;
    }

    public boolean isVector() {
        return kind == Kind.VECTOR;
    }

    public void setNothing() {
        kind = Kind.NOTHING;
    }

    public void setNumber(double value) {
        kind = Kind.NUMBER;
        number = value;
    }

    public void setSingle(float value) {
        kind = Kind.SINGLE;
        number = value;
    }

    public void setWhole(long value) {
        kind = Kind.WHOLE;
        whole = value;
        number = value;
    }

    public void setFlag(boolean value) {
        kind = Kind.FLAG;
        number = value ? 1 : 0;
    }

    public void setText(@Nullable String value) {
        kind = value == null ? Kind.NOTHING : Kind.TEXT;
        text = value == null ? "" : value;
    }

    /** Starts a list of texts, to be filled. */
    public List<String> startTexts() {
        kind = Kind.TEXTS;
        texts.clear();
        return texts;
    }

    /** Starts a vector, to be filled. */
    public VectorBuffer startVector() {
        kind = Kind.VECTOR;
        return vector;
    }

    /** Becomes a copy. */
    public void copyOf(Cell other) {
        kind = other.kind;
        number = other.number;
        whole = other.whole;
        text = other.text;
        if (kind == Kind.TEXTS) {
            texts.clear();
            texts.addAll(other.texts);
        } else if (kind == Kind.VECTOR) {
            vector.copyOf(other.vector);
        }
    }

    /** A number; NaN for nothing. */
    public double number() {
        return switch (kind) {
            case NUMBER, SINGLE, WHOLE, FLAG -> number;
            case NOTHING -> Double.NaN;
            default -> throw unexpected("a number");
        };
    }

    /** An integer, exactly. */
    public long whole() {
        if (kind == Kind.WHOLE) {
            return whole;
        }
        double value = number();
        if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
            throw refused("an integer is wanted, found " + value);
        }
        return (long) value;
    }

    /** Text; numbers as Spark casts them. Nothing is no text: ask before. */
    public String text() {
        return switch (kind) {
            case TEXT -> text;
            case NUMBER -> Double.toString(number);
            case SINGLE -> Float.toString((float) number);
            case WHOLE -> Long.toString(whole);
            case FLAG -> number != 0 ? "true" : "false";
            default -> throw unexpected("text");
        };
    }

    /** A list of texts; nothing is an empty one. */
    public List<String> texts() {
        if (kind == Kind.TEXTS) {
            return texts;
        }
        if (kind == Kind.NOTHING) {
            return List.of();
        }
        throw unexpected("a list of texts");
    }

    public VectorBuffer vector() {
        if (kind == Kind.VECTOR) {
            return vector;
        }
        throw unexpected("a vector");
    }

    /** A vector of that many values. */
    public VectorBuffer vector(int size) {
        VectorBuffer given = vector();
        if (given.size() != size) {
            throw refused("a vector of " + size + " values is wanted, found " + given.size());
        }
        return given;
    }

    /** A refusal that names this column. */
    public ServingException refused(String reason) {
        return ServingException.unprocessable("column '" + column + "': " + reason);
    }

    private ServingException unexpected(String wanted) {
        String found =
                switch (kind) {
                    case NOTHING -> "nothing";
                    case NUMBER, SINGLE, WHOLE -> "a number";
                    case FLAG -> "a boolean";
                    case TEXT -> "text";
                    case TEXTS -> "a list of texts";
                    case VECTOR -> "a vector";
                };
        return refused(wanted + " is wanted, found " + found);
    }
}
