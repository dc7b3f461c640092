package com.example;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Says which Jackson it found, and uses it. */
@Extension
public class JacksonRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "jackson";
    }

    @Override
    public Model create(ModelContext context) {
        ObjectMapper mapper = new ObjectMapper();
        json(mapper); // leaves a soft reference in a thread that outlives the model
        return (request, call) ->
                InferenceResponse.completed(
                        Tensor.ofStrings(
                                "library_version",
                                Shape.of(1),
                                List.of(PackageVersion.VERSION.toString())),
                        Tensor.ofStrings("json", Shape.of(1), List.of(json(mapper))),
                        Tensor.of("pid", Shape.of(1), new long[] {ProcessHandle.current().pid()}));
    }

    private static String json(ObjectMapper mapper) {
        try {
            return mapper.writeValueAsString(Map.of("tree", mapper.readTree("[1, 2.5, \"x\"]")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
