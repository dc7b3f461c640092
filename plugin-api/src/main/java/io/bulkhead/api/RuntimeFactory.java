package io.bulkhead.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * A kind of model that can be served: the extension point of a runtime plugin. The server finds the
 * class by PF4J's {@code @Extension} annotation and needs its constructor without parameters.
 *
 * <p>The server makes one to learn what the runtime is called, and one more in every classloader or
 * process that serves a model. So the class must be cheap to make: no native library, thread or
 * file before {@link #create}.
 */
public interface RuntimeFactory extends ExtensionPoint {
    /** Short name, e.g. {@code sklearn}; legal as {@code implementation} in model settings. */
    String name();

    /** Further names legal as {@code implementation}, e.g. MLServer's class path for it. */
    default Set<String> implementations() {
        return Set.of();
    }

    /**
     * Well-known names of artefacts in a model's folder, best first. They are looked for when the
     * settings name no {@code uri}, and a folder without settings that holds one is a model.
     */
    default List<String> artifacts() {
        return List.of();
    }

    /**
     * Whether {@code parameters.uri} may name what is not on this machine, say a model on a hub,
     * which {@link #create} looks for itself. {@link ModelContext#artifact} is the model's folder
     * then. By default a uri that leads nowhere is refused before {@code create} is called.
     */
    default boolean findsArtifacts() {
        return false;
    }

    /**
     * Whether this artefact is really one of this runtime. Asked only for a folder without
     * settings, since several runtimes may use one file name.
     *
     * @param artifact an existing file or folder, named as one of {@link #artifacts}
     */
    default boolean recognises(Path artifact) {
        return true;
    }

    /**
     * What {@link #create} would make of an artefact, found out without loading or executing
     * anything: what {@code bulkhead check} shows. Nothing by default.
     *
     * @param settings of the model
     * @param artifact what it would be loaded from
     * @throws io.bulkhead.api.error.ServingException with {@code MODEL_LOAD_FAILED} if it is plain
     *     already that it cannot be loaded
     */
    default Outline outline(ModelSettings settings, Path artifact) {
        return Outline.empty();
    }

    /**
     * Why an artefact is none for this runtime but for MLServer's of the same name, because it is
     * code in Python. Asked before {@link #create}, which is not called then: the model is served
     * by an MLServer if the server's settings name a Python, and refused with these words if not.
     *
     * @param artifact what the model would be loaded from; nothing of it may be executed
     * @return empty, as by default, if {@link #create} is to load it
     */
    default Optional<String> needsPython(Path artifact) {
        return Optional.empty();
    }

    /** The isolation of models whose settings name none. */
    default Isolation defaultIsolation() {
        return Isolation.CLASSLOADER;
    }

    /**
     * Where models of this runtime may live. A model whose settings ask for something else is
     * refused with the reason, and so is one that can only live there because of its native
     * libraries. Both by default.
     */
    default Set<Isolation> isolations() {
        return Set.of(Isolation.CLASSLOADER, Isolation.PROCESS);
    }

    /**
     * Loads a model. Called on a thread of the server's loading pool; returns when the model is
     * ready to predict, which may take minutes.
     *
     * @param context what the server lends to the model; valid until {@link Model#close} returns
     * @return a model that the caller owns and will close once
     * @throws io.bulkhead.api.error.ServingException with {@code MODEL_LOAD_FAILED} if the artefact
     *     is missing or wrong; nothing is left open then
     */
    Model create(ModelContext context);
}
