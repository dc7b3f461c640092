package com.example.versioned;

import com.example.library.Library;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import org.pf4j.Extension;

/** Says which version of a library it found, and how often this loader's copy was asked. */
@Extension
public class VersionedRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "versioned";
    }

    @Override
    public Model create(ModelContext context) {
        return (request, call) ->
                InferenceResponse.completed(
                        Tensor.ofStrings("version", Shape.of(1), List.of(Library.version())),
                        Tensor.of("calls", Shape.of(1), new long[] {Library.countCall()}));
    }
}
