package com.example.typed;

import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import org.pf4j.Extension;

@Extension
public final class Rot13Codec implements InputCodec<Codes.Secret> {
    @Override
    public String contentType() {
        return "rot13";
    }

    @Override
    public Class<Codes.Secret> valueType() {
        return Codes.Secret.class;
    }

    @Override
    public Codes.Secret decode(Tensor input) {
        return new Codes.Secret(turned(input.toStrings().get(0)));
    }

    @Override
    public Tensor encode(String name, Codes.Secret value) {
        return Tensor.ofStrings(name, Shape.of(1), List.of(turned(value.text())))
                .withParameters(Parameters.ofContentType("rot13"));
    }

    private static String turned(String text) {
        StringBuilder turned = new StringBuilder();
        for (char c : text.toCharArray()) {
            turned.append(Character.isLowerCase(c) ? (char) ('a' + (c - 'a' + 13) % 26) : c);
        }
        return turned.toString();
    }
}
