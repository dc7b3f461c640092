package io.bulkhead.host.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** A request that a model can be asked with: one row of zeros, or of whatever is as plain. */
final class ExampleRequest {
    /** What is longer is no example that a page can show. */
    private static final long MAX_ELEMENTS = 4096;

    private ExampleRequest() {}

    /** Empty if the inputs are not known, or too large to be shown. */
    static Optional<ObjectNode> of(List<TensorMetadata> inputs, ObjectMapper mapper) {
        if (inputs.isEmpty() || inputs.stream().anyMatch(ExampleRequest::isTooLarge)) {
            return Optional.empty();
        }
        ObjectNode request = mapper.createObjectNode().put("id", "example");
        if (inputs.size() > 1 && inputs.stream().allMatch(ExampleRequest::isColumn)) {
            request.putObject("parameters").put("content_type", "pd");
        }
        ArrayNode tensors = request.putArray("inputs");
        inputs.forEach(input -> addTensor(tensors.addObject(), input));
        return Optional.of(request);
    }

    private static boolean isColumn(TensorMetadata input) {
        long[] shape = oneRow(input.shape());
        return shape.length == 1 || (shape.length == 2 && shape[1] == 1);
    }

    private static boolean isTooLarge(TensorMetadata input) {
        double elements = 1; // a product of longs may overflow, one of doubles only loses digits
        for (long dimension : oneRow(input.shape())) {
            elements *= dimension;
        }
        return elements > MAX_ELEMENTS;
    }

    private static long[] oneRow(Shape shape) {
        long[] dimensions = shape.toArray();
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = dimensions[i] == Shape.ANY ? 1 : dimensions[i];
        }
        return dimensions;
    }

    private static void addTensor(ObjectNode tensor, TensorMetadata input) {
        tensor.put("name", input.name());
        ArrayNode shape = tensor.putArray("shape");
        long elements = 1;
        for (long dimension : oneRow(input.shape())) {
            shape.add(dimension);
            elements *= dimension;
        }
        tensor.put("datatype", input.datatype().name());
        ArrayNode data = tensor.putArray("data");
        for (long i = 0; i < elements; i++) {
            addElement(data, input);
        }
    }

    private static void addElement(ArrayNode data, TensorMetadata input) {
        switch (input.datatype()) {
            case BOOL -> data.add(false);
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> data.add(0);
            case FP16, BF16, FP32, FP64 -> data.add(0.0);
            case BYTES -> data.add(text(input.parameters().contentType()));
        }
    }

    private static String text(String contentType) {
        return switch (contentType) {
            case "datetime" -> "2026-01-01T00:00:00";
            case "base64" -> "dGV4dA==";
            case "pd_json" -> "{}";
            default -> "text";
        };
    }
}
