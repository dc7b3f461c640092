package io.bulkhead.plugin.mllib;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A model as Spark saved it, with what Spark answered for some rows; {@code write_models.py} wrote
 * them.
 *
 * @param model the folder that Spark saved
 */
record SparkCase(String name, Path model, JsonNode document) {
    private static final Path RESOURCES = Path.of("src/test/resources");

    /** Unpacks one of the archives in the test resources. */
    static List<SparkCase> unpack(String archive, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(RESOURCES.resolve(archive));
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.copy(zip, target);
            }
        }
        List<SparkCase> cases = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path model : folders.sorted().toList()) {
                cases.add(read(model));
            }
        }
        return cases;
    }

    /** A case's own folder, unpacked. */
    static SparkCase read(Path folder) throws IOException {
        JsonNode document = new ObjectMapper().readTree(folder.resolve("case.json").toFile());
        return new SparkCase(folder.getFileName().toString(), folder.resolve("model"), document);
    }

    /** Whether it is a model of the older interface, which answers one vector at a time. */
    boolean isOlder() {
        return document.path("rdd").asBoolean();
    }

    List<String> columns() {
        List<String> columns = new ArrayList<>();
        document.get("expected").fieldNames().forEachRemaining(columns::add);
        return columns;
    }

    JsonNode expected(String column) {
        return document.get("expected").get(column);
    }

    /** All rows, asking for all the columns that Spark was asked for. */
    InferenceRequest request() {
        return new InferenceRequest("", Parameters.empty(), inputs(), requested(columns()));
    }

    static List<RequestedOutput> requested(List<String> names) {
        return names.stream().map(name -> new RequestedOutput(name, Parameters.empty())).toList();
    }

    List<Tensor> inputs() {
        List<Tensor> inputs = new ArrayList<>();
        document.get("inputs").forEach(input -> inputs.add(tensor(input)));
        return inputs;
    }

    private static Tensor tensor(JsonNode input) {
        List<Long> dimensions = new ArrayList<>();
        input.get("shape").forEach(dimension -> dimensions.add(dimension.asLong()));
        Shape shape = Shape.of(dimensions.stream().mapToLong(Long::longValue).toArray());
        return new Tensor(input.get("name").asText(), shape, data(input));
    }

    private static TensorData data(JsonNode input) {
        JsonNode data = input.get("data");
        return switch (input.get("datatype").asText()) {
            case "BYTES" -> BytesData.ofStrings(texts(data));
            case "BOOL" -> {
                boolean[] flags = new boolean[data.size()];
                for (int i = 0; i < flags.length; i++) {
                    flags[i] = data.get(i).asBoolean();
                }
                yield NumericData.of(flags);
            }
            case "INT32", "INT64" -> {
                long[] wholes = new long[data.size()];
                for (int i = 0; i < wholes.length; i++) {
                    wholes[i] = data.get(i).asLong();
                }
                yield NumericData.of(wholes);
            }
            default -> NumericData.of(numbers(data));
        };
    }

    static List<@Nullable String> texts(JsonNode data) {
        List<@Nullable String> texts = new ArrayList<>();
        data.forEach(value -> texts.add(value.isNull() ? null : value.asText()));
        return texts;
    }

    static double[] numbers(JsonNode data) {
        double[] numbers = new double[data.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(data.get(i));
        }
        return numbers;
    }

    /** A number, a boolean, or what JSON has no number for. */
    static double number(JsonNode value) {
        if (value.isBoolean()) {
            return value.asBoolean() ? 1 : 0;
        }
        return value.isTextual() ? Double.parseDouble(value.asText()) : value.asDouble();
    }

    /** All values of nested lists, in order. */
    static List<JsonNode> flat(JsonNode value) {
        List<JsonNode> leaves = new ArrayList<>();
        if (!value.isArray()) {
            return List.of(value);
        }
        for (Iterator<JsonNode> elements = value.elements(); elements.hasNext(); ) {
            leaves.addAll(flat(elements.next()));
        }
        return leaves;
    }
}
