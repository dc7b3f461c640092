package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
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

    /** Variables of a server whose models run on it. */
    public Map<String, String> environment(Map<String, String> others) {
        Map<String, String> variables = new HashMap<>(others);
        variables.put("MLSERVER_PYTHON", interpreter.toString());
        return variables;
    }
}
