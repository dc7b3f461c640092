package io.bulkhead.host.rest;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.codec.json.InferenceRequestReader;
import io.bulkhead.codec.json.ParsedRequest;
import io.bulkhead.codec.json.RawRequestReader;
import io.bulkhead.host.dataplane.DataPlane;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * How the body of an infer request is laid out: JSON, JSON and the bytes of tensors behind it, or
 * nothing but the bytes of one tensor. The last two are the protocol's extension for binary tensor
 * data.
 *
 * @param jsonLength as the header says; {@link #ALL} without it
 */
record InferBody(int jsonLength) {
    /** How much of a body, before compression, is JSON. Requests and answers have it. */
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private static final int ALL = -1;
    private static final InferBody JSON = new InferBody(ALL);

    /**
     * @throws ServingException {@code INVALID_ARGUMENT} if the header is no length, {@code
     *     UNPROCESSABLE} if the body is of another type
     */
    static InferBody of(HttpFields headers) {
        HttpField field = headers.getField(JSON_LENGTH);
        if (field == null) {
            MediaTypes.requireJsonOrBinary(headers);
            return JSON;
        }
        int length = parse(String.valueOf(field.getValue()).strip());
        if (length == 0) {
            MediaTypes.requireBinary(headers);
        } else {
            MediaTypes.requireJsonOrBinary(headers);
        }
        return new InferBody(length);
    }

    private static int parse(String value) {
        boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw ServingException.invalidArgument(
                    JSON_LENGTH
                            + " must be the length of the JSON in bytes, found '"
                            + shortened(value)
                            + "'");
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE; // longer than any body, and refused as such
        }
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    /**
     * Reads a body that came with these headers.
     *
     * @param body after decompression; stays in use as the memory of the request's tensors
     * @param dataPlane knows what the model takes, where the body does not say, and what is not in
     *     the body
     */
    ParsedRequest read(byte[] body, int length, Target target, DataPlane dataPlane) {
        if (jsonLength == ALL) {
            return InferenceRequestReader.readWithBinary(
                    body, length, length, dataPlane.sharedMemory());
        }
        if (jsonLength == 0) {
            return RawRequestReader.read(
                    dataPlane.inputs(target.model(), target.version()), body, length);
        }
        if (jsonLength > length) {
            throw ServingException.invalidArgument(
                    JSON_LENGTH
                            + " says "
                            + (jsonLength == Integer.MAX_VALUE ? "too much" : jsonLength)
                            + ", but the body has only "
                            + length
                            + " bytes");
        }
        return InferenceRequestReader.readWithBinary(
                body, jsonLength, length, dataPlane.sharedMemory());
    }
}
