package io.bulkhead.conformance.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the Maven that runs this build, as offline as that is.
 *
 * @param folder where it is run
 * @param artifacts that it finds beside those of the user's local repository
 */
record MavenBuild(Path folder, OwnArtifacts artifacts) {
    private static final long LIMIT_MINUTES = 15;

    /** Runs goals, and fails with what Maven said if it fails. */
    void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString());
        command.addAll(List.of("-B", "-ntp"));
        if ("offline=true".equals(System.getProperty("maven.mode"))) {
            command.add("-o");
        }
        // Ours first: somebody may have installed an older build.
        command.add("-Dmaven.repo.local=" + artifacts.repository().toAbsolutePath());
        command.add("-Dmaven.repo.local.tail=" + System.getProperty("maven.repo.local"));
        command.add("-Dmaven.repo.local.tail.ignoreAvailability=true");
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(Path.of("target"), "maven-", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Those of the build around it are about that build.
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
            assertThat(ended).as("ended in time: %s", log).isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
