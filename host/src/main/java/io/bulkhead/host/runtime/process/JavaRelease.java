package io.bulkhead.host.runtime.process;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Which Java lies in a folder, by the file {@code release} that every JDK and JRE brings. */
final class JavaRelease {
    private static final int OLDEST = 17;

    private JavaRelease() {}

    /** Its feature number, e.g. 25; the oldest that is served if the file does not tell. */
    static int feature(Path javaHome) {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(javaHome.resolve("release"))) {
            release.load(reader);
            String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            return Runtime.Version.parse(version).feature();
        } catch (IOException | IllegalArgumentException unknown) {
            return OLDEST; // an option that a Java does not know keeps it from starting
        }
    }
}
