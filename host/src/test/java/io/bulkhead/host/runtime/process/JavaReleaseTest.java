package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaReleaseTest {
    @TempDir Path home;

    @ParameterizedTest
    @CsvSource({"17.0.15, 17", "25, 25", "24.0.1, 24", "26-ea, 26"})
    void tellsTheFeatureOfARelease(String version, int feature) throws IOException {
        Files.writeString(
                home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        assertThat(JavaRelease.feature(home)).isEqualTo(feature);
    }

    @Test
    void takesTheOldestForWhatDoesNotTell() throws IOException {
        assertThat(JavaRelease.feature(home)).isEqualTo(17);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=soon\n");
        assertThat(JavaRelease.feature(home)).isEqualTo(17);
    }

    @Test
    void knowsTheJavaOfThisTest() {
        assertThat(JavaRelease.feature(Path.of(System.getProperty("java.home", ""))))
                .isEqualTo(Runtime.version().feature());
    }
}
