package io.bulkhead.host.plugin;

/**
 * What a plugin sees of the server: the contract and the logging facade, whose types cross the
 * border. Everything else is the plugin's own or the JDK's.
 */
public final class SharedPackages {
    private static final String[] CLASS_PREFIXES = {
        "io.bulkhead.api.", "org.slf4j.", "org.pf4j.", "org.jspecify."
    };

    private SharedPackages() {}

    /** Whether this class comes from the server. */
    public static boolean contain(String className) {
        for (String prefix : CLASS_PREFIXES) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
