package com.example.typed;

import io.bulkhead.api.ModelContext;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.typed.Answer;
import io.bulkhead.api.typed.Header;
import io.bulkhead.api.typed.Input;
import io.bulkhead.api.typed.ModelHooks;
import io.bulkhead.api.typed.ModelRuntime;
import io.bulkhead.api.typed.Output;
import io.bulkhead.api.typed.Predict;
import io.bulkhead.api.typed.RequestParameter;
import java.util.List;
import java.util.Optional;

/** All that a method may ask for beside its inputs, and all that a class may take part in. */
@ModelRuntime(
        value = "scoring",
        implementations = "scoring_py.Scorer",
        artifacts = "scoring.txt")
public final class Scoring implements ModelHooks, AutoCloseable {
    public enum Mode {
        PLAIN,
        SHOUTED
    }

    private final String model;
    private String warm = "cold";

    Scoring(ModelContext context) throws java.io.IOException {
        this.model = context.settings().id().toString();
        if (context.settings().extra().getString("fails").isPresent()) {
            throw new java.io.IOException("no weights");
        }
    }

    @Predict(atOnce = 7)
    @Output("score")
    Answer<double[]> score(
            @Input(value = "x", shape = {-1, 2}) double[][] rows,
            @Input(defaultValue = "en") String lang,
            Optional<long[]> weights,
            @RequestParameter(defaultValue = "0.5") double bias,
            @RequestParameter Optional<Integer> digits,
            @RequestParameter(defaultValue = "PLAIN") Mode mode,
            @Header("X-User") Optional<String> user,
            @Header("X-Many") List<String> many,
            Parameters parameters,
            RequestContext call)
            throws Exception {
        if (lang.equals("fail")) {
            throw new Exception("checked");
        }
        double[] sums = new double[rows.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = bias + rows[i][0] + rows[i][1];
            sums[i] += weights.isPresent() ? weights.get()[i] : 0;
        }
        return Answer.of(sums)
                .with("lang", lang)
                .with("mode", mode.name())
                .with("digits", digits.orElse(-1))
                .with("model", model + " " + warm)
                .with("many", many.size())
                .with("asked", parameters.get("bias").isPresent())
                .with("deadline", call.timeRemaining().isPresent())
                .withHeader("x-user", user.orElse("nobody"));
    }

    @Override
    public ModelMetadata metadata(ModelMetadata declared) {
        return new ModelMetadata(
                "scores", declared.inputs(), declared.outputs(), Parameters.of("from", "hooks"));
    }

    @Override
    public void warmUp() {
        warm = "warm";
    }

    @Override
    public void close() throws Exception {
        System.setProperty("typed.scoring.closed", model);
    }
}
