package com.example;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.pf4j.Extension;

/** Answers with the number that its jar has in {@code release.txt}. */
@Extension
public class ReleaseRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "release";
    }

    @Override
    public Model create(ModelContext context) {
        double number = release();
        return (request, call) ->
                InferenceResponse.completed(
                        Tensor.of("number", Shape.of(1), new double[] {number}));
    }

    private static double release() {
        try (InputStream text =
                ReleaseRuntimeFactory.class.getResourceAsStream("/release.txt")) {
            return Double.parseDouble(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw ServingException.loadFailed("release.txt cannot be read", e);
        }
    }
}
