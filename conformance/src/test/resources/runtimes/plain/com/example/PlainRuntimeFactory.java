package com.example;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.pf4j.Extension;

/** Answers with the number that its artefact holds: all that a custom runtime has to be. */
@Extension
public class PlainRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "plain";
    }

    @Override
    public List<String> artifacts() {
        return List.of("model.txt");
    }

    @Override
    public Model create(ModelContext context) {
        double number;
        try {
            number = Double.parseDouble(Files.readString(context.artifact()).strip());
        } catch (IOException | NumberFormatException e) {
            throw ServingException.loadFailed("model.txt: a number is wanted", e);
        }
        return (request, call) ->
                InferenceResponse.completed(
                        Tensor.of("number", Shape.of(1), new double[] {number}));
    }
}
