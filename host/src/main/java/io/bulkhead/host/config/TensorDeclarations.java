package io.bulkhead.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.host.config.ModelSettingSources.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code inputs} and {@code outputs} of a model's settings. */
final class TensorDeclarations {
    private final ModelSettingValues values;
    private final Function<String, String> places;

    /**
     * @param places the place in the file of the value with a dotted name
     */
    TensorDeclarations(ModelSettingValues values, Function<String, String> places) {
        this.values = values;
        this.places = places;
    }

    List<TensorMetadata> read(ModelSettingKey key) {
        Optional<Found> list = values.legal(key);
        List<TensorMetadata> tensors = new ArrayList<>();
        for (int i = 0; list.isPresent() && i < list.get().value().size(); i++) {
            tensor(within(list.get(), String.valueOf(i))).ifPresent(tensors::add);
        }
        return tensors;
    }

    private Found within(Found found, String step) {
        String name = found.name() + "." + step;
        JsonNode node = found.value();
        JsonNode value = node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
        boolean inFile = found.place().contains(", line ");
        return new Found(value, name, inFile ? places.apply(name) : found.place());
    }

    private Optional<TensorMetadata> tensor(Found tensor) {
        JsonNode node = tensor.value();
        if (!node.isObject() || !node.path("name").isTextual()) {
            values.wrong(tensor, "a tensor with name, datatype and shape");
            return Optional.empty();
        }
        Optional<Datatype> datatype = Datatype.named(node.path("datatype").asText());
        if (datatype.isEmpty()) {
            values.wrong(within(tensor, "datatype"), "one of " + Datatype.names());
        }
        Optional<Shape> shape = shape(node.path("shape"));
        if (shape.isEmpty()) {
            values.wrong(within(tensor, "shape"), "a list of integers, -1 for any size,");
        }
        return datatype.isEmpty() || shape.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TensorMetadata(
                                node.path("name").textValue(),
                                datatype.get(),
                                shape.get(),
                                JsonValues.parameters(node.path("parameters"))));
    }

    private static Optional<Shape> shape(JsonNode node) {
        if (!node.isArray()) {
            return Optional.empty();
        }
        long[] dimensions = new long[node.size()];
        for (int i = 0; i < dimensions.length; i++) {
            JsonNode dimension = node.get(i);
            boolean legal = dimension.isIntegralNumber() && dimension.canConvertToLong();
            if (!legal || dimension.longValue() < Shape.ANY) {
                return Optional.empty();
            }
            dimensions[i] = dimension.longValue();
        }
        return Optional.of(Shape.of(dimensions));
    }
}
