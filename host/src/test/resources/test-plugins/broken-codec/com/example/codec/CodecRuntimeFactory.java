package com.example.codec;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.Tensor;
import org.pf4j.Extension;

/** A good runtime beside a codec that cannot be made. */
@Extension
public class CodecRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "broken-codec";
    }

    @Override
    public Model create(ModelContext context) {
        return (request, call) -> InferenceResponse.completed(request.inputs().get(0));
    }

    /** Throws when made. */
    @Extension
    public static class BrokenCodec implements InputCodec<String> {
        public BrokenCodec() {
            throw new IllegalStateException("no dictionary");
        }

        @Override
        public String contentType() {
            return "broken";
        }

        @Override
        public Class<String> valueType() {
            return String.class;
        }

        @Override
        public String decode(Tensor input) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tensor encode(String name, String value) {
            throw new UnsupportedOperationException();
        }
    }
}
