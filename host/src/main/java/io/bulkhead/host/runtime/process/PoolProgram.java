package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.LogLevel;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A {@link ChildProgram} whose children may hold the models of a whole crew. */
interface PoolProgram {
    /**
     * Starts a process that loads these models, one after the other.
     *
     * @param listener told how that goes
     * @throws IOException if no process can be started; nothing is left then
     * @throws ServingException if it is plain that they cannot be loaded so
     */
    Running start(List<PoolMember> members, Listener listener) throws IOException;

    /** See {@link ChildProgram#words}. */
    String words();

    /** Told how loading goes; only the first word on each model counts. */
    interface Listener {
        /** The model is loaded. */
        void ready(PoolMember member);

        /** The model still loads, and has got further. */
        default void stillLoading(PoolMember member) {}

        /** The model cannot be loaded. */
        void failed(PoolMember member, ServingException reason);
    }

    /** A process that was started, with all that belongs to it. */
    interface Running extends ChildProgram.Running {
        /** Calls to one of its models; of use once that is ready. */
        ChildCalls calls(PoolMember member);

        /** Loads a model beside those that it has; the listener is told how that goes. */
        void load(PoolMember member);

        /** Closes a model, loaded or not yet. */
        void unload(PoolMember member);

        /** Sets the levels of its loggers by their names; empty is the root. */
        void levels(Map<String, LogLevel> levels);

        /** Whether it may take longer than others to end when it is asked to. */
        default boolean writesAtItsEnd() {
            return false;
        }
    }
}
