package io.bulkhead.plugin.huggingface.call;

import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.pf4j.Extension;

/** Content type {@code pillow_image}: files of images in base64. */
@Extension
public final class ImageCodec implements InputCodec<FileList> {
    private static final String NAME = "pillow_image";

    @Override
    public String contentType() {
        return NAME;
    }

    @Override
    public Class<FileList> valueType() {
        return FileList.class;
    }

    @Override
    public FileList decode(Tensor input) {
        BytesData data = input.strings();
        List<Object> files = new ArrayList<>(data.size());
        for (int i = 0; i < data.size(); i++) {
            files.add(new EncodedFile(decoded(input.name(), i, data.stringAt(i))));
        }
        return new FileList(files);
    }

    private static byte[] decoded(String name, int index, String text) {
        int start = text.startsWith("data:") ? text.indexOf(',') + 1 : 0;
        try {
            return Base64.getMimeDecoder().decode(text.substring(start));
        } catch (IllegalArgumentException e) {
            throw ServingException.unprocessable(
                    "input '" + name + "': element " + index + " is no base64");
        }
    }

    @Override
    public Tensor encode(String name, FileList value) {
        List<byte[]> texts = new ArrayList<>();
        for (Object file : value.files()) {
            byte[] bytes = file instanceof EncodedFile encoded ? encoded.bytes() : new byte[0];
            texts.add(
                    Base64.getEncoder().encodeToString(bytes).getBytes(StandardCharsets.US_ASCII));
        }
        return new Tensor(
                name,
                Shape.of(texts.size(), 1),
                BytesData.ofBytes(texts),
                Parameters.ofContentType(NAME));
    }
}
