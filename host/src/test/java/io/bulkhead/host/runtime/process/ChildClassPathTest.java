package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ChildClassPathTest {
    @Test
    void aDistributionsJarStandsForAllButWhatTracingNeeds() {
        String path = "/l/grpc-core-1.jar:/l/jetty-io-12.jar:/l/opentelemetry-sdk-1.jar";

        assertThat(ChildClassPath.inOne(Path.of("/l/child/bulkhead-child.jar"), path))
                .isEqualTo("/l/child/bulkhead-child.jar:/l/opentelemetry-sdk-1.jar");
    }

    @Test
    void onlyAChildThatTracesHasTheLibraryForIt() {
        String path = "/l/opentelemetry-sdk-1.jar:/l/opentelemetry-api-1.jar";

        assertThat(ChildClassPath.of(path, true)).isEqualTo(path);
        assertThat(ChildClassPath.of(path, false)).isEqualTo("/l/opentelemetry-api-1.jar");
    }

    @Test
    void entriesBecomeAbsolute() {
        String here = Path.of("").toAbsolutePath().toString();

        assertThat(ChildClassPath.of("target/classes:lib/*", false))
                .isEqualTo(here + "/target/classes:" + here + "/lib/*");
    }
}
