package io.bulkhead.host.environment;

import java.util.List;
import java.util.Optional;

/**
 * What a Python says of itself, in a process of its own that ends with the answer.
 *
 * @param python its version
 * @param mlserver the version of MLServer in it; empty: there is none
 * @param hasModule whether it can find the module that was asked for
 * @param unmet what {@code requirements.txt} and {@code conda.yaml} beside the model ask for, and
 *     it does not have, in words
 * @param advice the same of files that MLflow wrote, which list more than a model needs
 */
public record PythonFacts(
        String python,
        Optional<String> mlserver,
        boolean hasModule,
        List<String> unmet,
        List<String> advice) {
    /** Copies the lists. */
    public PythonFacts {
        unmet = List.copyOf(unmet);
        advice = List.copyOf(advice);
    }
}
