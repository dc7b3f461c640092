package io.bulkhead.host.repository;

import io.bulkhead.host.config.ModelDefinition;
import java.nio.file.Path;
import java.util.List;

/** What lies on disk. Every call reads it anew. Thread-safe. */
public interface ModelRepository {
    /** The folder that models are looked for in. */
    Path root();

    /** Every model that can be declared, and every folder that cannot and why. */
    Listing list();

    /** Every version of one name, and the faults of folders that seem to be meant by it. */
    Listing find(String name);

    /**
     * What was found.
     *
     * @param models in a stable order: by name, then by version
     * @param faults folders whose settings cannot be used
     */
    record Listing(List<ModelDefinition> models, List<Fault> faults) {
        /** Copies the lists. */
        public Listing {
            models = List.copyOf(models);
            faults = List.copyOf(faults);
        }
    }

    /**
     * A folder whose settings cannot be used.
     *
     * @param folder its name
     * @param reason with file, line and column
     */
    record Fault(String folder, String reason) {}
}
