package io.bulkhead.host.runtime.process.child;

import io.bulkhead.host.runtime.InferenceStatistics;
import io.bulkhead.host.runtime.WorkDone;
import io.bulkhead.host.runtime.process.ChildMessage;

/** Tells the parent what the model has done since it was told last. Thread-safe. */
final class StageReport {
    private final int model;
    private final InferenceStatistics statistics;
    private final ParentLink parent;
    private WorkDone told = WorkDone.NONE; // guarded by this

    /**
     * @param model its number
     */
    StageReport(int model, InferenceStatistics statistics, ParentLink parent) {
        this.model = model;
        this.statistics = statistics;
        this.parent = parent;
    }

    /** Says nothing of an idle model. */
    synchronized void tell() {
        WorkDone now = statistics.soFar();
        if (!now.equals(told)) {
            parent.tell(new ChildMessage.Worked(model, now.since(told)));
            told = now;
        }
    }
}
