package io.bulkhead.plugin.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.xgboost.format.ModelDocument;
import io.bulkhead.plugin.xgboost.format.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much features matter, as {@code feature_importances_} has it in Python. */
class FeatureImportancesTest {
    private static final Path RESOURCES = Path.of("src/test/resources");

    @ParameterizedTest
    @ValueSource(strings = {"models/xgb-classifier-multi-json/model.json", "categories/named.ubj"})
    void areThoseOfPython(String file) throws IOException {
        JsonNode told =
                new ObjectMapper()
                        .readTree(RESOURCES.resolve("importances.expected.json").toFile())
                        .get(file);
        ModelDocument document = read(file);

        assertThat(told).isNotEmpty();
        for (var kind : told.properties()) {
            List<Double> wanted =
                    StreamSupport.stream(kind.getValue().spliterator(), false)
                            .map(JsonNode::asDouble)
                            .toList();
            List<Double> found = FeatureImportances.of(document, kind.getKey());

            assertThat(found).as(kind.getKey()).hasSameSizeAs(wanted);
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(found.get(i)).isCloseTo(wanted.get(i), Offset.offset(1e-6));
            }
        }
    }

    @Test
    void listsTheKinds() throws IOException {
        ModelDocument document = read("categories/named.ubj");

        assertThatThrownBy(() -> FeatureImportances.of(document, "split"))
                .isInstanceOf(MalformedModelException.class)
                .hasMessage(
                        "importances are 'weight', 'gain', 'cover', 'total_gain' or 'total_cover',"
                                + " not 'split'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xgb-regressor-gblinear", "xgb-multi-target-vector-leaf"})
    void refusesModelsThatHaveNone(String model) throws IOException {
        ModelDocument document = read("models/" + model + "/model.json");

        assertThatThrownBy(() -> FeatureImportances.of(document, "gain"))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("importances");
    }

    private static ModelDocument read(String file) throws IOException {
        return new ModelFile(RESOURCES.resolve(file)).read();
    }
}
