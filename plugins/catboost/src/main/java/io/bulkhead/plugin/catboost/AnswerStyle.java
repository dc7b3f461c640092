package io.bulkhead.plugin.catboost;

import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.plugin.trees.OutputName;
import io.bulkhead.plugin.trees.Outputs;
import java.util.List;
import java.util.Set;

/**
 * Which outputs a request gets. A model under one of MLServer's names answers as there with one
 * output, whatever is asked for; {@code extra.predict_fn} says which, as it does for requests that
 * ask for none.
 */
record AnswerStyle(String byDefault, boolean fixed) {
    static AnswerStyle of(ModelSettings settings, Set<String> mlserverNames) {
        String byDefault =
                settings.extra().getString("predict_fn").orElse(OutputName.PREDICT.wireName());
        return new AnswerStyle(byDefault, mlserverNames.contains(settings.implementation()));
    }

    /** Whether requests can get this output. */
    boolean answers(TensorMetadata output) {
        return !fixed || output.name().equals(byDefault);
    }

    /**
     * @param legal what the model has
     */
    Outputs outputs(List<OutputName> legal) {
        Outputs outputs = Outputs.of(legal).withDefault(byDefault);
        return fixed ? outputs.ignoringRequests() : outputs;
    }
}
