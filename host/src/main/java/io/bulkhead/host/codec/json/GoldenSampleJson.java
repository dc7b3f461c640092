package io.bulkhead.host.codec.json;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.json.InferenceRequestReader;
import io.bulkhead.codec.json.InferenceResponseReader;
import io.bulkhead.codec.json.JsonCursor;
import io.bulkhead.host.controlplane.golden.GoldenSample;
import io.bulkhead.host.controlplane.golden.Tolerance;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sample: {@code {"request": ..., "response": ..., "tolerance": {"relative": ...,
 * "absolute": ...}}}, request and response as they go over REST. Fields that are not known are
 * refused, as a misspelt tolerance would be none. An instance reads one text.
 */
public final class GoldenSampleJson {
    private static final List<String> FIELDS = List.of("request", "response", "tolerance");
    private static final int REQUEST = 0;
    private static final int RESPONSE = 1;

    private static final List<String> RESPONSE_FIELDS =
            List.of("outputs", "error", "model_name", "model_version", "id", "parameters");
    private static final int OUTPUTS = 0;
    private static final int ERROR = 1;

    private static final List<String> TOLERANCE_FIELDS = List.of("relative", "absolute");
    private static final int RELATIVE = 0;

    private final JsonCursor cursor;
    private @Nullable InferenceRequest request;
    private boolean responded;
    private List<Tensor> outputs = List.of();
    private Optional<String> refusal = Optional.empty();
    private Tolerance tolerance = Tolerance.STANDARD;

    private GoldenSampleJson(byte[] text) {
        this.cursor = new JsonCursor(text, 0, text.length);
    }

    /**
     * Reads a whole text.
     *
     * @throws io.bulkhead.api.error.ServingException with the place, if it is no sample
     */
    public static GoldenSample read(byte[] text) {
        return new GoldenSampleJson(text).read();
    }

    private GoldenSample read() {
        cursor.peek();
        int start = cursor.position();
        if (cursor.beginObject()) {
            do {
                switch (field(FIELDS)) {
                    case REQUEST -> request = InferenceRequestReader.readValue(cursor);
                    case RESPONSE -> readResponse();
                    default -> readTolerance();
                }
            } while (cursor.nextMember());
        }
        cursor.expectEnd();
        if (request == null) {
            throw cursor.fail(start, "the field 'request' is missing");
        }
        if (!responded) {
            throw cursor.fail(start, "the field 'response' is missing");
        }
        return new GoldenSample(request, outputs, refusal, tolerance);
    }

    private int field(List<String> known) {
        cursor.peek();
        int start = cursor.position();
        String name = cursor.name();
        int field = known.indexOf(name);
        if (field < 0) {
            throw cursor.fail(
                    start, "the field '" + name + "' is none of " + String.join(", ", known));
        }
        return field;
    }

    private void readResponse() {
        cursor.peek();
        int start = cursor.position();
        responded = true;
        outputs = List.of();
        refusal = Optional.empty();
        if (cursor.beginObject()) {
            do {
                switch (field(RESPONSE_FIELDS)) {
                    case OUTPUTS -> outputs = InferenceResponseReader.readOutputs(cursor);
                    case ERROR -> refusal = Optional.of(cursor.readString());
                    default -> cursor.skipValue(); // what an answer has besides, not compared
                }
            } while (cursor.nextMember());
        }
        if (outputs.isEmpty() == refusal.isEmpty()) {
            throw cursor.fail(start, "either outputs or an error is wanted");
        }
    }

    private void readTolerance() {
        double relative = Tolerance.STANDARD.relative();
        double absolute = Tolerance.STANDARD.absolute();
        if (cursor.beginObject()) {
            do {
                if (field(TOLERANCE_FIELDS) == RELATIVE) {
                    relative = readDistance();
                } else {
                    absolute = readDistance();
                }
            } while (cursor.nextMember());
        }
        tolerance = new Tolerance(relative, absolute);
    }

    private double readDistance() {
        int token = cursor.peek();
        int start = cursor.position();
        if (token < '0' || token > '9') {
            throw cursor.fail(start, "a number from 0 on is wanted, found " + cursor.found());
        }
        return cursor.readDouble();
    }
}
