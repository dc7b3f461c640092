package io.bulkhead.plugin.sklearn.pickle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The exact names that a file may refer to. All of them become inert data here; the list exists so
 * that a file which wants anything else is refused as a whole, with the name it asked for.
 */
final class Whitelist {
    private static final String RESOURCE = "pickle-whitelist.txt";

    private final Set<PickledName> names;

    private Whitelist(Set<PickledName> names) {
        this.names = names;
    }

    /** The list that is part of this plugin: one {@code module name} in a line. */
    static Whitelist load() {
        try (InputStream in = Whitelist.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the plugin");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return new Whitelist(
                    reader.lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(Whitelist::parse)
                            .collect(Collectors.toUnmodifiableSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PickledName parse(String line) {
        int space = line.indexOf(' ');
        return new PickledName(line.substring(0, space), line.substring(space + 1).strip());
    }

    PickledName require(String module, String name) throws PickleException {
        PickledName asked = new PickledName(module, name);
        if (!names.contains(asked)) {
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
