package io.bulkhead.host.cli.infer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Headers as the command line and the environment give them. */
final class Headers {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    /** Those that the client itself must set. */
    private static final Set<String> RESERVED =
            Set.of("connection", "content-length", "expect", "host", "upgrade");

    private Headers() {}

    /**
     * @param given each {@code Name: value}
     * @param variable {@code Name1:value1 Name2:value2}, used if none is given
     * @throws IllegalArgumentException saying which is wrong
     */
    static Map<String, String> of(List<String> given, String variable) {
        List<String> all =
                given.isEmpty() && !variable.isBlank()
                        ? Arrays.asList(variable.strip().split("\\s+"))
                        : given;
        Map<String, String> headers = new LinkedHashMap<>();
        all.forEach(header -> add(header, headers));
        return headers;
    }

    private static void add(String header, Map<String, String> headers) {
        int colon = header.indexOf(':');
        String name = colon < 0 ? "" : header.substring(0, colon).strip();
        String value = header.substring(colon + 1).strip();
        if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'" + header + "' is no header; 'Name: value' in ASCII is wanted");
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the header '" + name + "' cannot be set");
        }
        headers.put(name, value);
    }
}
