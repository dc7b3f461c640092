package io.bulkhead.plugin.huggingface.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.djl.DjlProcess;

/**
 * DJL's binding of the tokenizers that transformers uses. It is called where it crosses into native
 * code: the class on top of it asks for everything of every text, and tells its maker of each
 * start.
 */
final class NativeTokenizers {
    private NativeTokenizers() {}

    /** The library, linked. */
    static TokenizersLibrary library() {
        DjlProcess.prepare();
        try {
            LibUtils.checkStatus();
        } catch (RuntimeException | AssertionError e) {
            throw ServingException.loadFailed("the library of tokenizers does not link here", e);
        }
        return TokenizersLibrary.LIB;
    }
}
