package io.bulkhead.plugin.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.Model;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Categories of a DataFrame by their names, texts and numbers, as Python has them. */
class PandasCategoriesTest {
    private static final Path FOLDER = Path.of("src/test/resources/categories");

    @TempDir private Path folder;

    @Test
    void takesTheNamesOfCategories() throws IOException {
        JsonNode recorded =
                new ObjectMapper().readTree(FOLDER.resolve("named.expected.json").toFile());
        List<Tensor> columns = new ArrayList<>();
        for (Map.Entry<String, JsonNode> column : recorded.get("rows").properties()) {
            columns.add(column(column.getKey(), column.getValue()));
        }
        InferenceRequest request =
                new InferenceRequest("", Parameters.ofContentType("pd"), columns, List.of());

        try (Model model = load(FOLDER.resolve("named.txt"))) {
            Tensor answer =
                    model.predict(request, RequestContext.background())
                            .toCompletableFuture()
                            .join()
                            .outputs()
                            .get(0);
            assertThat(answer.toDoubles())
                    .containsExactly(RecordedCase.numbers(recorded.get("predict")), within(1e-12));
        }
    }

    @Test
    void refusesCategoriesThatAreNoList() throws IOException {
        String text = Files.readString(FOLDER.resolve("named.txt"));
        Path broken = folder.resolve("broken.txt");
        Files.writeString(
                broken, text.replaceFirst("pandas_categorical:.*", "pandas_categorical:[[[1]]]"));

        assertThatThrownBy(() -> load(broken))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("pandas_categorical is no list of lists of categories");
    }

    private static Model load(Path file) {
        return new LightgbmRuntimeFactory().create(new TestContext(file));
    }

    private static Tensor column(String name, JsonNode values) {
        Shape shape = Shape.of(values.size());
        if (values.get(0).isTextual()) {
            List<String> texts = new ArrayList<>();
            values.forEach(value -> texts.add(value.asText()));
            return Tensor.ofStrings(name, shape, texts);
        }
        return Tensor.of(name, shape, RecordedCase.numbers(values));
    }
}
