package io.bulkhead.host.plugin;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one crossing into a plugin's code. It sets and restores the context class loader, lets a
 * {@link ServingException} through, and turns everything else that a plugin throws into an internal
 * error that the client can quote and the log explains. Only an error of the JVM itself passes; a
 * stack overflow is the plugin's.
 */
public final class PluginCall {
    private static final Logger LOG = LoggerFactory.getLogger(PluginCall.class);

    private PluginCall() {}

    /**
     * Calls into a plugin.
     *
     * @param loader the plugin's
     * @param who the model or plugin, for messages
     * @param what is called, for the log
     */
    public static <T> T with(ClassLoader loader, String who, String what, Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.get();
        } catch (Throwable failure) { // foreign code may throw anything
            throw failed(who, what, failure);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** As {@link #with}, for what returns nothing. */
    public static void run(ClassLoader loader, String who, String what, Runnable call) {
        with(
                loader,
                who,
                what,
                () -> {
                    call.run();
                    return Boolean.TRUE;
                });
    }

    /** What a stage failed with, without the wrappers that stages put around it on the way. */
    public static Throwable causeOf(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /**
     * What a failure in a plugin's code means to a client.
     *
     * @throws VirtualMachineError if it is the JVM's, not the plugin's
     */
    public static ServingException failed(String who, String what, Throwable failure) {
        if (failure instanceof VirtualMachineError fatal
                && !(failure instanceof StackOverflowError)) {
            throw fatal;
        }
        if (failure instanceof NativeClashException clash) {
            throw clash; // ours: a model asked for a part that cannot live here
        }
        return explained(who, what, failure);
    }

    /**
     * As {@link #failed}, but never throws: for a failure that was delivered and not thrown here,
     * and where somebody waits for the answer.
     */
    public static ServingException explained(String who, String what, Throwable failure) {
        if (failure instanceof ServingException known) {
            return known;
        }
        String errorId = Long.toHexString(ThreadLocalRandom.current().nextLong());
        LOG.error("{}: {} failed, error id {}", who, what, errorId, failure);
        return new ServingException(
                ErrorCode.INTERNAL,
                "'" + who + "': internal error, see the server's log for error id " + errorId,
                failure);
    }
}
