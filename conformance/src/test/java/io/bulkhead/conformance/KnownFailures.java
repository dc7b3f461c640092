package io.bulkhead.conformance;

import io.bulkhead.conformance.replay.RecordedCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cases that do not pass yet, and the suites that are not served yet: lines {@code suite/case —
 * reason}. A {@code *} in a case's name stands for any text; {@code suite/*} is a whole suite,
 * whose server is not started.
 */
final class KnownFailures {
    private static final Pattern LINE = Pattern.compile("([^/\\s]+)/(\\S+) — (\\S.*)");

    private final List<Line> lines;

    KnownFailures(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /**
     * One line.
     *
     * @param name a case's name, in which {@code *} stands for any text
     */
    record Line(String suite, String name, String reason) {
        boolean isWholeSuite() {
            return name.equals("*");
        }

        boolean covers(RecordedCase recorded) {
            String regex = Pattern.quote(name).replace("*", "\\E.*\\Q");
            return suite.equals(recorded.suite()) && recorded.name().matches(regex);
        }

        @Override
        public String toString() {
            return suite + "/" + name + " — " + reason;
        }
    }

    static KnownFailures read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(parse(line.strip()));
            }
        }
        return new KnownFailures(lines);
    }

    private static Line parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a known failure is 'suite/case — reason', not '" + line + "'");
        }
        return new Line(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    /** Whether the suite's server can be started at all. */
    boolean isServed(String suite) {
        return lines.stream().noneMatch(line -> line.isWholeSuite() && line.suite().equals(suite));
    }

    /** The line that says that this case fails. */
    Optional<Line> lineFor(RecordedCase recorded) {
        return lines.stream().filter(line -> line.covers(recorded)).findFirst();
    }

    /** The lines that name none of these cases. */
    List<Line> withoutCase(List<RecordedCase> cases) {
        return lines.stream().filter(line -> cases.stream().noneMatch(line::covers)).toList();
    }
}
