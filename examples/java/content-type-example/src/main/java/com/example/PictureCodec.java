package com.example;

import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import org.pf4j.Extension;

/** A content type of one's own: grey pictures, of numbers or of a text with one letter a pixel. */
@Extension
public final class PictureCodec implements InputCodec<PictureCodec.Picture> {
    private static final String NAME = "img";

    /** One number for each pixel, in rows. */
    public record Picture(Tensor pixels) {
        @Override
        public String toString() {
            Shape shape = pixels.shape();
            return "<Picture " + shape.dimension(0) + "x" + shape.dimension(1) + ">";
        }
    }

    @Override
    public String contentType() {
        return NAME;
    }

    @Override
    public Class<Picture> valueType() {
        return Picture.class;
    }

    @Override
    public Picture decode(Tensor input) {
        if (input.datatype() == Datatype.BYTES) {
            return square(input.name(), input.strings().stringAt(0));
        }
        if (input.shape().rank() != 2) {
            throw ServingException.unprocessable(
                    "input '" + input.name() + "': rows of pixels are wanted, found shape "
                            + input.shape());
        }
        return new Picture(input);
    }

    private static Picture square(String name, String letters) {
        int side = (int) Math.sqrt(letters.length());
        if (side * side != letters.length()) {
            throw ServingException.unprocessable(
                    "input '" + name + "': a square is wanted, found " + letters.length()
                            + " pixels");
        }
        return new Picture(Tensor.of(name, Shape.of(side, side), letters.chars().toArray()));
    }

    @Override
    public Tensor encode(String name, Picture picture) {
        return picture.pixels().withName(name).withParameters(Parameters.ofContentType(NAME));
    }
}
