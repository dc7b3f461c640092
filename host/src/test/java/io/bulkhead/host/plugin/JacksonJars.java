package io.bulkhead.host.plugin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;

/** A library that the server has too, for plugins that bring their own. */
public final class JacksonJars {
    private JacksonJars() {}

    /** The jars that Jackson's data binding is made of. */
    public static List<Path> paths() {
        return List.of(
                TestPlugins.jarOf(ObjectMapper.class),
                TestPlugins.jarOf(JsonFactory.class),
                TestPlugins.jarOf(annotations()));
    }

    /** By name, since the server's own code has no use for them. */
    private static Class<?> annotations() {
        try {
            return Class.forName("com.fasterxml.jackson.annotation.JsonProperty");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
