package com.example.empty;

import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import org.pf4j.Extension;

/** An extension, but no runtime. */
@Extension
public class JustACodec implements InputCodec<String> {
    @Override
    public String contentType() {
        return "shout";
    }

    @Override
    public Class<String> valueType() {
        return String.class;
    }

    @Override
    public String decode(Tensor input) {
        return input.strings().stringAt(0);
    }

    @Override
    public Tensor encode(String name, String value) {
        return Tensor.ofStrings(name, Shape.of(1), List.of(value));
    }
}
