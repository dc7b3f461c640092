package io.bulkhead.plugin.xgboost;

import io.bulkhead.plugin.trees.OutputName;
import io.bulkhead.plugin.trees.Outputs;
import java.util.ArrayList;
import java.util.List;

/** What a model has under one of MLServer's names: MLServer's outputs, refused in its words. */
final class MlserverOutputs {
    private static final List<OutputName> KNOWN =
            List.of(OutputName.PREDICT, OutputName.PREDICT_PROBA);

    private MlserverOutputs() {}

    static Outputs of(List<OutputName> available) {
        List<OutputName> legal = new ArrayList<>(available);
        legal.retainAll(KNOWN);
        return Outputs.of(legal).refusing(MlserverOutputs::refusal);
    }

    private static String refusal(String name) {
        return name.equals(OutputName.PREDICT_PROBA.wireName())
                ? "XGBRegressor models do not support 'predict_proba', only 'predict'"
                : "XGBoostModel only supports 'predict' and 'predict_proba' as outputs ("
                        + name
                        + " was received)";
    }
}
