package io.bulkhead.conformance.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The Python with a real MLServer that {@code conformance.mlserver} names; tests that need it are
 * skipped where there is none.
 */
public record MlserverPython(Path interpreter) {
    /** It, or the test is skipped. */
    public static MlserverPython required(String... modules)
            throws IOException, InterruptedException {
        String named = System.getProperty("conformance.mlserver", "");
        assumeThat(named)
                .as("-Dconformance.mlserver=<python with the package mlserver>")
                .isNotEmpty();
        MlserverPython python = new MlserverPython(Path.of(named).toAbsolutePath());
        for (String module : modules) {
            assumeThat(python.runs("import " + module)).as("it has the module " + module).isTrue();
        }
        return python;
    }

    private boolean runs(String code) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(interpreter.toString(), "-c", code))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    }

    /** Runs a script of the tests to its end. */
    public void run(Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(interpreter.toString(), script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** Variables of a server whose models run on it. */
    public Map<String, String> environment(Map<String, String> others) {
        Map<String, String> variables = new HashMap<>(others);
        variables.put("MLSERVER_PYTHON", interpreter.toString());
        return variables;
    }
}
