package io.bulkhead.plugin.mlflow.scoring;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mlflow.json.JsonText;
import io.bulkhead.plugin.mlflow.value.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Writes {@code {"predictions": ...}}: an array as nested lists, arrays by name as an object of
 * them, a table as a list of records. What is no number leaves as null, so that it is JSON.
 */
final class PredictionsWriter {
    private static final int BYTES_AROUND = 64;
    private static final int BYTES_PER_VALUE = 20;

    private PredictionsWriter() {}

    static ByteBuffer write(Payload predictions) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(lengthGuess(predictions));
        try (JsonGenerator json = JsonText.generator(out)) {
            json.writeStartObject();
            json.writeFieldName("predictions");
            write(json, predictions);
            json.writeEndObject();
        } catch (IOException e) { // memory does not fail
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static int lengthGuess(Payload predictions) {
        int values = predictions instanceof Payload.Array array ? array.tensor().size() : 0;
        return BYTES_AROUND + Math.min(values, 1 << 20) * BYTES_PER_VALUE;
    }

    private static void write(JsonGenerator json, Payload predictions) throws IOException {
        if (predictions instanceof Payload.Array array) {
            writeLists(json, array.tensor());
        } else if (predictions instanceof Payload.Named named) {
            json.writeStartObject();
            for (Map.Entry<String, Tensor> tensor : named.tensors().entrySet()) {
                json.writeFieldName(tensor.getKey());
                writeLists(json, tensor.getValue());
            }
            json.writeEndObject();
        } else {
            writeRecords(json, (Payload.Frame) predictions);
        }
    }

    private static void writeRecords(JsonGenerator json, Payload.Frame frame) throws IOException {
        json.writeStartArray();
        for (int row = 0; row < frame.table().rowCount(); row++) {
            json.writeStartObject();
            for (Tensor column : frame.table().columns()) {
                json.writeFieldName(column.name());
                writeValue(json, column, row);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeLists(JsonGenerator json, Tensor tensor) throws IOException {
        writeLists(json, tensor, 0, 0, tensor.size());
    }

    private static void writeLists(
            JsonGenerator json, Tensor tensor, int axis, int start, int length) throws IOException {
        Shape shape = tensor.shape();
        if (axis == shape.rank()) {
            writeValue(json, tensor, start);
            return;
        }
        json.writeStartArray();
        int count = (int) shape.dimension(axis);
        int step = count == 0 ? 0 : length / count;
        for (int i = 0; i < count; i++) {
            writeLists(json, tensor, axis + 1, start + i * step, step);
        }
        json.writeEndArray();
    }

    private static void writeValue(JsonGenerator json, Tensor tensor, int index)
            throws IOException {
        if (tensor.data() instanceof BytesData texts) {
            if (texts.isNull(index)) {
                json.writeNull();
            } else {
                json.writeString(texts.stringAt(index));
            }
            return;
        }
        NumericData numbers = tensor.numbers();
        if (numbers.datatype() == Datatype.BOOL) {
            json.writeBoolean(numbers.longAt(index) != 0);
        } else if (numbers.datatype() == Datatype.UINT64) {
            json.writeNumber(Long.toUnsignedString(numbers.longAt(index)));
        } else if (numbers.datatype().isInteger()) {
            json.writeNumber(numbers.longAt(index));
        } else if (Double.isFinite(numbers.doubleAt(index))) {
            json.writeNumber(numbers.doubleAt(index));
        } else {
            json.writeNull();
        }
    }
}
