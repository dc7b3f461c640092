package io.bulkhead.plugin.huggingface.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.bulkhead.api.error.ServingException;
import java.nio.file.Path;

/**
 * DJL's binding of the tokenizers that transformers uses. It is called where it crosses into native
 * code: the class on top of it asks for everything of every text, and tells its maker of each
 * start.
 */
final class NativeTokenizers {
    private NativeTokenizers() {}

    /** The library, linked. */
    static TokenizersLibrary library() {
        // Its own unpacking uses one folder for all processes of a user, and a GPU's library is
        // fetched over the network if there is a GPU. The properties are read when it links, once.
        setUnlessSet(
                "ENGINE_CACHE_DIR",
                Path.of(
                                System.getProperty("java.io.tmpdir"),
                                "djl-" + ProcessHandle.current().pid())
                        .toString());
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
        try {
            LibUtils.checkStatus();
        } catch (RuntimeException | AssertionError e) {
            throw ServingException.loadFailed("the library of tokenizers does not link here", e);
        }
        return TokenizersLibrary.LIB;
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getProperty(name) == null && System.getenv(name) == null) {
            System.setProperty(name, value);
        }
    }
}
