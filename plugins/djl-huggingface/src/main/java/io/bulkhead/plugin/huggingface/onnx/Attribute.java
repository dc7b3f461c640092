package io.bulkhead.plugin.huggingface.onnx;

/** An attribute of a node: a number, a list of whole numbers or text. */
public final class Attribute {
    private static final int NAME = 1;
    private static final int FLOAT = 2;
    private static final int INT = 3;
    private static final int STRING = 4;
    private static final int INTS = 8;
    private static final int TYPE = 20;

    private final ProtoMessage message;

    private Attribute(ProtoMessage message) {
        this.message = message;
    }

    /** A whole number. */
    public static Attribute of(String name, long value) {
        return new Attribute(
                new ProtoMessage().text(NAME, name).number(INT, value).number(TYPE, 2L));
    }

    /** A number. */
    public static Attribute of(String name, float value) {
        return new Attribute(
                new ProtoMessage().text(NAME, name).number(FLOAT, value).number(TYPE, 1L));
    }

    /** Text. */
    public static Attribute of(String name, String value) {
        return new Attribute(
                new ProtoMessage().text(NAME, name).text(STRING, value).number(TYPE, 3L));
    }

    /** Whole numbers. */
    public static Attribute of(String name, long[] values) {
        ProtoMessage message = new ProtoMessage().text(NAME, name);
        for (long value : values) {
            message.number(INTS, value);
        }
        return new Attribute(message.number(TYPE, 7L));
    }

    ProtoMessage message() {
        return message;
    }
}
