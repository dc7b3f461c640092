package io.bulkhead.host.plugin.typed;

import java.lang.invoke.MethodHandle;

/** Calls of an author's code. */
final class Invocation {
    private Invocation() {}

    /**
     * @param handle takes all arguments as one, be it an array of them
     * @throws IllegalStateException around what it throws if that is checked
     */
    static Object of(MethodHandle handle, Object argument) {
        try {
            return argument instanceof Object[] all
                    ? (Object) handle.invoke(all)
                    : (Object) handle.invoke(argument);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("the model failed: " + e.getMessage(), e);
        }
    }
}
