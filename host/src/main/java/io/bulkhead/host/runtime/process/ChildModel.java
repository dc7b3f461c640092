package io.bulkhead.host.runtime.process;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.runtime.InstanceSpec;

/**
 * A copy of a model as its child knows it.
 *
 * @param number what tells it from others in that child, which may be copies of the same model; 0
 *     if the child is its own
 */
public record ChildModel(int number, InstanceSpec instance) {
    /** The model. */
    public ModelId id() {
        return instance.definition().id();
    }

    /** What calls to the child name it. */
    public ModelId address() {
        return number == 0 ? id() : new ModelId(id().name(), id().version() + '#' + number);
    }
}
