package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ServingException;
import java.io.IOException;

/**
 * What runs in a model's children: how one is started, understood and asked. Everything else, from
 * the wait until it is ready to what happens when it dies, is the same for all.
 */
public interface ChildProgram {
    /**
     * Starts a process that loads the model.
     *
     * @param listener told how that goes
     * @throws IOException if no process can be started; nothing is left then
     * @throws ServingException if it is plain that the model cannot be loaded so
     */
    Running start(Listener listener) throws IOException;

    /** What the children of a model are, in words: {@code child JVM}. */
    String words();

    /** Told how loading goes; only the first word counts. */
    interface Listener {
        /** The model is loaded. */
        void ready();

        /** The model cannot be loaded; the process is of no use, and is ended if it lives. */
        void failed(ServingException reason);
    }

    /** A process that was started, with all that belongs to it. */
    interface Running extends AutoCloseable {
        /** The process itself. */
        Process process();

        /** Calls to it; of use once it is ready. */
        ChildCalls calls();

        /** Asks it to end by itself. */
        void stop();

        /** Ends it, and all that it has started, at once. */
        void kill();

        /**
         * Waits until all that it has printed is read; called once, when it has ended.
         *
         * @return how it ended, in words
         */
        String lastWords(int exit) throws InterruptedException;

        /** Frees what belongs to it; called once, when it has ended. */
        @Override
        void close();
    }
}
