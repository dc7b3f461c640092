package io.bulkhead.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The distribution here is a shell script that does one thing. */
@DisabledOnOs(OS.WINDOWS)
class DistributionTest {
    @TempDir Path home;

    @Test
    void saysWhatAServerPrintedThatEndedAtItsStart() throws IOException {
        Distribution distribution = launcher("echo \"cannot open $2\"; exit 3");
        assertThatThrownBy(() -> distribution.start(Path.of("models")))
                .hasMessageContaining("ended with 3")
                .hasMessageContaining("cannot open " + Path.of("models").toAbsolutePath());
    }

    @Test
    void choosesThePortsAndHandsOnTheEnvironment() throws Exception {
        Distribution distribution =
                launcher(
                        "echo $1 $MLSERVER_HTTP_PORT $MLSERVER_GRPC_PORT $MLSERVER_METRICS_PORT $X");
        try (RunningServer server = distribution.launch(home, Map.of("X", "y"))) {
            server.process().waitFor();
            assertThat(server.log()).matches("start (\\d+) (?!\\1)(\\d+) (?!\\1|\\2)\\d+ y\n");
            assertThat(server.log())
                    .contains(server.endpoints().grpc().orElseThrow().replaceFirst(".*:", ""));
        }
    }

    @Test
    void asksAServerToStopBeforeItIsKilled() throws Exception {
        Distribution distribution =
                launcher("trap 'echo stopped; exit 0' TERM; echo up; while :; do sleep 0.1; done");
        RunningServer server = distribution.launch(home, Map.of());
        server.awaitLog("up");

        server.close();

        assertThat(server.log()).endsWith("stopped\n");
    }

    private Distribution launcher(String script) throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path launcher = Files.writeString(bin.resolve("bulkhead"), "#!/bin/sh\n" + script + "\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        return new Distribution(home);
    }
}
