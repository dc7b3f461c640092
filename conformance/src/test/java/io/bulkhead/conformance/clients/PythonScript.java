package io.bulkhead.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicTest;

/**
 * A script in {@code src/test/python} that drives a client and prints a line for each of its
 * checks. It is run by the Python that {@code conformance.python} names, else by {@code python3}.
 */
record PythonScript(String name) {
    private static final String PYTHON = System.getProperty("conformance.python", "python3");
    private static final Path LOGS = Path.of("target", "python-logs");
    private static final long TIMEOUT_MINUTES = 5;

    /** What came of one check; why is empty if it passed. */
    record Check(String name, boolean passed, String why) {
        static Check parse(String line) {
            String[] words = line.split(" ", 3);
            return new Check(words[1], words[0].equals("ok"), words.length > 2 ? words[2] : "");
        }

        DynamicTest asTest() {
            return DynamicTest.dynamicTest(name, () -> assertThat(passed).as(why).isTrue());
        }
    }

    /** Whether this machine has a Python with these modules. */
    static boolean canImport(String... modules) throws InterruptedException {
        try {
            Path output = newLog("import", ".out");
            return run(List.of(PYTHON, "-c", "import " + String.join(", ", modules)), output) == 0;
        } catch (IOException e) {
            return false; // there is no Python at all
        }
    }

    /** Runs it to its end. */
    List<Check> checks(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(PYTHON);
        command.add(Path.of("src", "test", "python", name + ".py").toString());
        command.addAll(List.of(arguments));
        Path output = newLog(name, ".out");
        assertThat(run(command, output)).as("%s got to its end, see %s", name, LOGS).isZero();
        return Files.readAllLines(output).stream().map(Check::parse).toList();
    }

    private static Path newLog(String name, String suffix) throws IOException {
        Files.createDirectories(LOGS);
        return Files.createTempFile(LOGS, name + "-", suffix);
    }

    private static int run(List<String> command, Path output)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile());
        builder.redirectError(Path.of(output + ".err").toFile());
        builder.environment().put("no_proxy", "127.0.0.1");
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES))
                    .as("%s ends within %d minutes", command, TIMEOUT_MINUTES)
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
