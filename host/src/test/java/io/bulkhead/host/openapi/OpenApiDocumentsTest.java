package io.bulkhead.host.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenApiDocumentsTest {
    private static final String INFER = "/post/requestBody/content/application~1json/example";

    private final OpenApiDocuments documents = new OpenApiDocuments();

    private JsonNode server() throws IOException {
        return new ObjectMapper().readTree(documents.ofServer("../../", List.of()));
    }

    private JsonNode model(String name, String version, TensorMetadata... inputs)
            throws IOException {
        return new ObjectMapper()
                .readTree(
                        documents.ofModel(
                                new ModelId(name, version),
                                List.of(inputs),
                                List.of(),
                                "../../../../"));
    }

    @Test
    void endpointsOfAModelsOwnAreListedUnderIt() throws IOException {
        byte[] document =
                documents.ofModel(
                        new ModelId("a b", "1"),
                        List.of(),
                        List.of(new ModelEndpoint("/own", List.of("GET", "POST"), false)),
                        "../");

        JsonNode own =
                new ObjectMapper()
                        .readTree(document)
                        .path("paths")
                        .path("/v2/models/a%20b/versions/1/own");
        assertThat(own.fieldNames()).toIterable().containsExactly("get", "post");
    }

    private static TensorMetadata input(Datatype datatype, String contentType, long... shape) {
        Parameters parameters =
                contentType.isEmpty() ? Parameters.empty() : Parameters.ofContentType(contentType);
        return new TensorMetadata("x", datatype, Shape.of(shape), parameters);
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        JsonNode document = server();
        List<String> references = new ArrayList<>();
        document.findValues("$ref").forEach(ref -> references.add(ref.textValue()));

        assertThat(references).isNotEmpty();
        assertThat(references)
                .allSatisfy(
                        ref ->
                                assertThat(document.at(ref.substring(1)).isMissingNode())
                                        .as(ref)
                                        .isFalse());
    }

    @Test
    void operationsHaveIdsOfTheirOwnAndNamedPathParameters() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : server().path("paths").properties()) {
            path.getValue().findValues("operationId").forEach(id -> ids.add(id.textValue()));
            for (JsonNode parameter : path.getValue().path("parameters")) {
                assertThat(path.getKey()).contains("{" + parameter.path("name").textValue() + "}");
            }
        }

        assertThat(ids).contains("server-live", "model-version-inference").doesNotHaveDuplicates();
    }

    @Test
    void serverIsNamedRelativeToTheDocument() throws IOException {
        assertThat(server().at("/servers/0/url").textValue()).isEqualTo("../../");
        assertThat(model("m", "").at("/servers/0/url").textValue()).isEqualTo("../../../../");
    }

    @Test
    void modelsDocumentHasItsPathsOnlyWithItsNameInThem() throws IOException {
        JsonNode document = model("iris", "");

        assertThat(document.at("/info/title").textValue()).isEqualTo("Data Plane for Model iris");
        assertThat(document.path("paths").properties())
                .hasSize(16)
                .extracting(Map.Entry::getKey)
                .contains(
                        "/v2/models/iris",
                        "/v2/models/iris/infer",
                        "/v2/models/iris/versions/{model_version}/infer")
                .allMatch(path -> path.startsWith("/v2/models/iris"));
        assertThat(document.path("paths").path("/v2/models/iris/infer").path("parameters"))
                .isEmpty();
    }

    @Test
    void versionsDocumentHasVersionedPathsOnly() throws IOException {
        JsonNode document = model("iris", "1.0.0");

        assertThat(document.at("/info/title").textValue())
                .isEqualTo("Data Plane for Model iris (1.0.0)");
        assertThat(document.path("paths").properties())
                .hasSize(8)
                .extracting(Map.Entry::getKey)
                .allMatch(path -> path.startsWith("/v2/models/iris/versions/1.0.0"));
        assertThat(document.path("paths").findValuesAsText("name")).isEmpty();
    }

    @Test
    void namesArePercentEncodedInPaths() throws IOException {
        assertThat(model("a b/{c}", "").path("paths").has("/v2/models/a%20b%2F%7Bc%7D/infer"))
                .isTrue();
    }

    @Test
    void exampleHasOneRowOfTheInputsShape() throws IOException {
        JsonNode path =
                model("m", "", input(Datatype.FP32, "", -1, 2, 2))
                        .path("paths")
                        .path("/v2/models/m/infer");

        assertThat(path.at(INFER).toString())
                .isEqualTo(
                        "{\"id\":\"example\",\"inputs\":[{\"name\":\"x\",\"shape\":[1,2,2],"
                                + "\"datatype\":\"FP32\",\"data\":[0.0,0.0,0.0,0.0]}]}");
    }

    @Test
    void severalColumnsAreATable() throws IOException {
        TensorMetadata column = input(Datatype.FP64, "", -1);
        TensorMetadata image = input(Datatype.FP64, "", -1, 2, 2);

        assertThat(contentType(column, column)).isEqualTo("pd");
        assertThat(contentType(column, image)).isEmpty();
    }

    private String contentType(TensorMetadata... inputs) throws IOException {
        JsonNode path = model("m", "", inputs).path("paths").path("/v2/models/m/infer");
        return path.at(INFER + "/parameters/content_type").asText();
    }

    @ParameterizedTest
    @EnumSource
    void everyDatatypeHasAnExample(Datatype datatype) throws IOException {
        JsonNode path =
                model("m", "1", input(datatype, "", -1))
                        .path("paths")
                        .path("/v2/models/m/versions/1/infer");

        assertThat(path.at(INFER + "/inputs/0/data")).hasSize(1);
        assertThat(server().at("/components/schemas/Datatype/enum").toString())
                .contains("\"" + datatype.name() + "\"");
    }

    @Test
    void bytesAreWhatTheirContentTypeTakes() throws IOException {
        for (Map.Entry<String, String> example :
                Map.of("datetime", "2026-01-01T00:00:00", "base64", "dGV4dA==", "str", "text")
                        .entrySet()) {
            JsonNode path =
                    model("m", "", input(Datatype.BYTES, example.getKey(), 1))
                            .path("paths")
                            .path("/v2/models/m/infer");
            assertThat(path.at(INFER + "/inputs/0/data/0").textValue())
                    .isEqualTo(example.getValue());
        }
    }

    @Test
    void inputsThatAreUnknownOrHugeGiveNoExample() throws IOException {
        for (JsonNode document :
                List.of(
                        model("m", ""),
                        model("m", "", input(Datatype.FP32, "", -1, 3, 224, 224)),
                        model("m", "", input(Datatype.FP32, "", 1L << 40, 1L << 40)))) {
            JsonNode path = document.path("paths").path("/v2/models/m/infer");
            assertThat(path.at(INFER).isMissingNode()).isTrue();
        }
    }
}
