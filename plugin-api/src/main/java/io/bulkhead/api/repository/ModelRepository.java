package io.bulkhead.api.repository;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * Where models are found, in the place of the one folder that is searched otherwise: an extension
 * point for plugins among the installed ones or in the repository's root. The server's setting
 * {@code model_repository_implementation} chooses it by name; MLServer's setting of the same name
 * takes a Python class.
 *
 * <p>A repository says in which folders models are. It fetches them there if they lie elsewhere,
 * whole: the server reads a folder as soon as it is told of it. The class is found by PF4J's
 * {@code @Extension} annotation, and made by its constructor without parameters. It lives in a
 * classloader of its own; native libraries are not for it.
 */
public interface ModelRepository extends ExtensionPoint, AutoCloseable {
    /** Short name, which the setting gives; the full name of the class does as well. */
    String name();

    /**
     * Further names legal in the setting, e.g. that of a Python class which this takes the place
     * of.
     */
    default Set<String> implementations() {
        return Set.of();
    }

    /**
     * Gets ready. Called once, when the server is made and before anything else but names is asked.
     *
     * @param context valid until {@link #close} returns
     * @throws io.bulkhead.api.error.ServingException if it cannot work like this, e.g. for want of
     *     an argument; the server then does not start
     */
    void open(RepositoryContext context);

    /**
     * The folders of all models there are now, each with a {@code model-settings.json} or an
     * artefact that a runtime recognises. Called for each index and each load, by several threads
     * at once.
     *
     * @return existing folders, in any order
     * @throws io.bulkhead.api.error.ServingException with {@code UNAVAILABLE} if it cannot be told
     *     now; what is loaded is served on
     */
    List<Path> folders();

    /** Called once, when the server is closed. Nothing to do by default. */
    @Override
    default void close() {}
}
