package io.bulkhead.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Where the server is installed and which version it is.
 *
 * @param plugins folder of the plugins that came with it; may not exist
 */
public record Distribution(String version, Path plugins) {
    private static final String HOME_PROPERTY = "bulkhead.home";

    /** The one that this process was started from, as its start script says. */
    public static Distribution ofProcess() {
        String home = System.getProperty(HOME_PROPERTY, ".");
        return new Distribution(versionOfBuild(), Path.of(home, "plugins").toAbsolutePath());
    }

    private static String versionOfBuild() {
        try (InputStream in = Distribution.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
