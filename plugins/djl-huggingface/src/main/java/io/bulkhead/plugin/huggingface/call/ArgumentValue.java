package io.bulkhead.plugin.huggingface.call;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.huggingface.json.JsonReader;
import io.bulkhead.plugin.huggingface.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an input is as an argument, by what its content type made of it. */
final class ArgumentValue {
    private static final String DATA_URL = "data:image/";

    private ArgumentValue() {}

    static Object of(Tensor input, Object decoded) {
        if (decoded instanceof RawValue raw) {
            return raw.value();
        }
        if (decoded instanceof FileList files) {
            return files.files();
        }
        if (decoded instanceof NumberRows rows) {
            return rows.rows();
        }
        if (decoded instanceof Tensor tensor) {
            return tensor.datatype() == Datatype.BYTES
                    ? elements(input, tensor)
                    : numbers(tensor.numbers());
        }
        throw ServingException.unprocessable(
                "input '" + input.name() + "': its content type gives no argument of a pipeline");
    }

    private static Object elements(Tensor input, Tensor tensor) {
        return switch (tensor.contentType()) {
            case ContentType.HG_JSON -> {
                List<Object> values = documents(input, tensor.strings());
                yield values.size() == 1 ? values.get(0) : values;
            }
            case ContentType.HG_JSONLIST -> documents(input, tensor.strings());
            case ContentType.BASE64 -> files(tensor.strings());
            default -> List.copyOf(tensor.toStrings());
        };
    }

    private static List<Object> documents(Tensor input, BytesData texts) {
        List<Object> values = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            try {
                values.add(withImages(input, JsonReader.read(texts.stringAt(i))));
            } catch (MalformedJsonException e) {
                throw ServingException.unprocessable(
                        "input '" + input.name() + "': element " + i + " " + e.getMessage());
            }
        }
        return values;
    }

    /** Text that is an image's data URL becomes the image, wherever it stands. */
    private static Object withImages(Tensor input, Object value) {
        if (value instanceof String text && text.startsWith(DATA_URL)) {
            return image(input, text);
        }
        if (value instanceof List<?> list) {
            List<Object> values = new ArrayList<>(list.size());
            list.forEach(element -> values.add(withImages(input, element)));
            return values;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> values = new LinkedHashMap<>();
            map.forEach(
                    (key, element) -> values.put(String.valueOf(key), withImages(input, element)));
            return values;
        }
        return value;
    }

    private static EncodedFile image(Tensor input, String url) {
        int comma = url.indexOf(',');
        try {
            return new EncodedFile(Base64.getMimeDecoder().decode(url.substring(comma + 1)));
        } catch (IllegalArgumentException e) {
            throw ServingException.unprocessable(
                    "input '" + input.name() + "': a data URL is no base64");
        }
    }

    static List<Object> files(BytesData data) {
        List<Object> files = new ArrayList<>(data.size());
        for (int i = 0; i < data.size(); i++) {
            files.add(new EncodedFile(data.bytesAt(i)));
        }
        return files;
    }

    private static List<Object> numbers(NumericData data) {
        List<Object> values = new ArrayList<>(data.size());
        for (int i = 0; i < data.size(); i++) {
            values.add(RawCodec.number(data, i));
        }
        return values;
    }
}
