package io.bulkhead.benchmarks;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.bulkhead.api.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The shortest way from an infer body to {@code float[]} and back with Jackson's streaming API and
 * its fast number parser and writer: no validation, no other datatypes, no parameters.
 */
final class JacksonInferCodec {
    private final JsonFactory json =
            JsonFactory.builder()
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build();

    float[] read(byte[] body) throws IOException {
        try (JsonParser parser = json.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("data")) {
                    return values(parser);
                }
            }
            throw new IOException("no data");
        }
    }

    private static float[] values(JsonParser parser) throws IOException {
        float[] values = new float[64];
        int size = 0;
        parser.nextToken();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = parser.getFloatValue();
        }
        return Arrays.copyOf(values, size);
    }

    byte[] write(Tensor output) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = json.createGenerator(out, JsonEncoding.UTF8)) {
            generator.writeStartObject();
            generator.writeStringField("model_name", "iris");
            generator.writeStringField("id", "1");
            generator.writeObjectFieldStart("parameters");
            generator.writeEndObject();
            generator.writeArrayFieldStart("outputs");
            write(generator, output);
            generator.writeEndArray();
            generator.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator generator, Tensor output) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("name", output.name());
        generator.writeFieldName("shape");
        long[] shape = output.shape().toArray();
        generator.writeArray(shape, 0, shape.length);
        generator.writeStringField("datatype", output.datatype().name());
        generator.writeArrayFieldStart("data");
        FloatBuffer floats = output.numbers().floats();
        for (int i = 0; i < floats.limit(); i++) {
            generator.writeNumber(floats.get(i));
        }
        generator.writeEndArray();
        generator.writeEndObject();
    }
}
