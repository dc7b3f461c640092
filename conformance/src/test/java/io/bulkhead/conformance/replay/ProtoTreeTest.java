package io.bulkhead.conformance.replay;

import static io.bulkhead.conformance.replay.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProtoTreeTest {
    @Test
    void leavesOutDefaultsAndKeepsTheProtosNames() throws IOException {
        assertThat(tree("{'model_name': 'm', 'id': '', 'outputs': []}"))
                .isEqualTo(json("{'model_name': 'm'}"));
    }

    @Test
    void showsLongIntegersAsText() throws IOException {
        String contents = "{'int64_contents': ['-1'], 'uint64_contents': ['18446744073709551615']}";
        assertThat(contents(contents)).isEqualTo(json(contents));
        assertThat(contents("{'uint_contents': [4294967295]}"))
                .isEqualTo(json("{'uint_contents': [4294967295]}"));
    }

    @Test
    void showsFloatsWithTheFewestDigits() throws IOException {
        assertThat(contents("{'fp32_contents': [0.1, 16777216, 3.4028235e38, 1.17549435e-38]}"))
                .hasToString("{\"fp32_contents\":[0.1,1.6777216E7,3.4028235E38,1.1754944E-38]}");
    }

    @Test
    void showsNumbersThatAreNoneAsText() throws IOException {
        String contents = "{'fp64_contents': ['NaN', 'Infinity', '-Infinity']}";
        assertThat(contents(contents)).isEqualTo(json(contents));
        assertThat(contents("{'fp32_contents': ['NaN']}"))
                .isEqualTo(json("{'fp32_contents': ['NaN']}"));
    }

    @Test
    void showsBytesInBase64() throws IOException {
        assertThat(tree("{'raw_output_contents': ['//79']}"))
                .isEqualTo(json("{'raw_output_contents': ['//79']}"));
    }

    @Test
    void aChosenAlternativeIsShownEvenWhereItIsTheDefault() throws IOException {
        String parameters =
                "{'parameters': {'b': {'bool_param': false}, 's': {'string_param': ''}}}";
        assertThat(tree(parameters)).isEqualTo(json(parameters));
    }

    private static Object contents(String contents) throws IOException {
        return tree("{'outputs': [{'contents': " + contents + "}]}")
                .path("outputs")
                .path(0)
                .path("contents");
    }

    private static ObjectNode tree(String response) throws IOException {
        ProtoServices services = ProtoServices.read(Path.of("corpus", "proto", "v2.desc"));
        var type = services.method("inference.GRPCInferenceService", "ModelInfer").getOutputType();
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        JsonFormat.parser().merge(response.replace('\'', '"'), message);
        return ProtoTree.of(message.build());
    }
}
