package com.example;

import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.pf4j.Extension;

/** A content type of one's own: {@code image}, a picture as base64 text of any format. */
@Extension
public final class ImageCodec implements InputCodec<BufferedImage> {
    private static final String NAME = "image";

    @Override
    public String contentType() {
        return NAME;
    }

    @Override
    public Class<BufferedImage> valueType() {
        return BufferedImage.class;
    }

    @Override
    public BufferedImage decode(Tensor input) {
        try {
            byte[] bytes = Base64.getDecoder().decode(input.strings().stringAt(0));
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            if (image != null) {
                return image;
            }
        } catch (IllegalArgumentException | IOException e) {
            // Said below, as what it is that cannot be read is no matter to the client.
        }
        throw ServingException.unprocessable(
                "input '" + input.name() + "': a picture in base64 is wanted");
    }

    @Override
    public Tensor encode(String name, BufferedImage image) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] text = Base64.getEncoder().encode(png.toByteArray());
        return new Tensor(
                name,
                Shape.of(1),
                BytesData.ofBytes(List.of(text)),
                Parameters.ofContentType(NAME));
    }
}
