package io.bulkhead.host.environment;

import io.bulkhead.api.error.ServingException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A Java that is not the server's, as its file {@code release} describes it.
 *
 * @param version as in {@code 21.0.4}
 */
public record JavaRelease(Path home, String version) {
    private static final int OLDEST = 17;

    /**
     * Reads it.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none, or one that cannot run a
     *     child
     */
    public static JavaRelease of(Path home) {
        boolean hasJava = Files.isExecutable(home.resolve("bin/java"));
        JavaRelease release = new JavaRelease(home, hasJava ? version(home) : "");
        if (!hasJava || release.version().isEmpty()) {
            throw ServingException.loadFailed(
                    "the model's Java has "
                            + (hasJava ? "no file 'release' that tells its version" : "no bin/java")
                            + "; a JDK or JRE is wanted",
                    null);
        }
        if (release.feature() < OLDEST) {
            throw ServingException.loadFailed(
                    "the model's Java is "
                            + release.version()
                            + ", and a child JVM needs "
                            + OLDEST
                            + " or newer",
                    null);
        }
        return release;
    }

    /** As in 21. */
    public int feature() {
        String digits = version.replaceFirst("^1\\.", "").replaceFirst("\\D.*", "");
        return digits.isEmpty() || digits.length() > 4 ? 0 : Integer.parseInt(digits);
    }

    private static String version(Path home) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(home.resolve("release"))));
        } catch (IOException | IllegalArgumentException e) {
            return "";
        }
        return properties.getProperty("JAVA_VERSION", "").replace("\"", "");
    }
}
