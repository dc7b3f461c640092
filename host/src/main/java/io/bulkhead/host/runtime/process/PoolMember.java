package io.bulkhead.host.runtime.process;

import io.bulkhead.api.metadata.ModelId;

/** A copy of a model that lives in the children of a pool. Equal to itself only. */
final class PoolMember {
    private final ChildModel model;
    private final ModelId address;
    private final Integer number;
    private final ChildReports reports;

    /**
     * @param reports where what the model's copies measure is counted
     */
    PoolMember(ChildModel model, ChildReports reports) {
        this.model = model;
        this.address = model.address();
        this.number = model.number();
        this.reports = reports;
    }

    ChildModel model() {
        return model;
    }

    ModelId id() {
        return model.id();
    }

    /** What calls name it. */
    ModelId address() {
        return address;
    }

    /** What messages name it. */
    Integer number() {
        return number;
    }

    ChildReports reports() {
        return reports;
    }
}
