package io.bulkhead.plugin.huggingface.djl;

import java.nio.file.Path;

/** The system properties that DJL reads once, when its first library links. */
public final class DjlProcess {
    private DjlProcess() {}

    /**
     * Lets DJL unpack into this process's own folder, fetch nothing, and tell its maker nothing.
     * What the process was started with comes first.
     */
    public static void prepare() {
        // Its own unpacking uses one folder for all processes of a user, and a GPU's library is
        // fetched over the network if there is a GPU.
        setUnlessSet(
                "ENGINE_CACHE_DIR",
                Path.of(
                                System.getProperty("java.io.tmpdir"),
                                "djl-" + ProcessHandle.current().pid())
                        .toString());
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
    }

    /** Sets a property that the process was not started with. */
    public static void setUnlessSet(String name, String value) {
        if (System.getProperty(name) == null && System.getenv(name) == null) {
            System.setProperty(name, value);
        }
    }
}
