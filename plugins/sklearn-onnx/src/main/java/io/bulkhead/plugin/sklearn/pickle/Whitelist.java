package io.bulkhead.plugin.sklearn.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The exact names that a file may refer to. All of them become inert data here; the list exists so
 * that a file which wants anything else is refused as a whole, with the name it asked for. It is
 * searched as it is: few of its thousand names are ever asked for, and a load shall not pay for
 * more.
 */
final class Whitelist {
    private static final String RESOURCE = "pickle-whitelist.txt";

    /** Lines {@code module name} in the order of their bytes, each with its line break. */
    private final byte[] lines;

    Whitelist(byte[] lines) {
        this.lines = lines;
    }

    /** The list that is part of this plugin. */
    static Whitelist load() {
        try (InputStream in = Whitelist.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the plugin");
            }
            return new Whitelist(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean holds(PickledName name) {
        byte[] line = (name.module() + " " + name.name()).getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = lines.length;
        while (low < high) {
            int start = startOfLine((low + high) >>> 1);
            int end = endOfLine(start);
            int order = Arrays.compareUnsigned(lines, start, end, line, 0, line.length);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = end + 1;
            } else {
                high = start;
            }
        }
        return false;
    }

    private int startOfLine(int place) {
        int start = place;
        while (start > 0 && lines[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private int endOfLine(int start) {
        int end = start;
        while (lines[end] != '\n') {
            end++;
        }
        return end;
    }

    PickledName require(String module, String name) throws PickleException {
        PickledName asked = new PickledName(module, name);
        if (!holds(asked)) {
            throw new PickleException(
                    "pickle asks for '"
                            + printable(asked.toString())
                            + "', which is not on the whitelist; nothing of the file was executed; "
                            + "convert the model to ONNX (model.onnx), or serve it in a Python environment");
        }
        return asked;
    }

    /** Names come from the file: no control characters into logs, and not endless. */
    private static String printable(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 200 ? clean : clean.substring(0, 200) + "...";
    }
}
