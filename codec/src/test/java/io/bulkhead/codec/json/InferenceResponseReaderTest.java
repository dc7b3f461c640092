package io.bulkhead.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.sharedmemory.SharedOutputs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client reads is what a server wrote, and the other way round. */
class InferenceResponseReaderTest {
    private static final List<Tensor> TENSORS =
            List.of(
                    Tensor.of("x", Shape.of(2, 2), new float[] {0.1f, -3, 1e30f, 4}),
                    new Tensor(
                            "s",
                            Shape.of(2),
                            Tensor.ofStrings("s", Shape.of(2), List.of("ä", "")).data(),
                            Parameters.ofContentType("str")),
                    Tensor.of("none", Shape.of(0, 3), new double[0]));

    private static void assertSame(List<Tensor> found) {
        assertThat(found).hasSize(TENSORS.size());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).name()).isEqualTo(TENSORS.get(i).name());
            assertThat(found.get(i).shape()).isEqualTo(TENSORS.get(i).shape());
            assertThat(found.get(i).datatype()).isEqualTo(TENSORS.get(i).datatype());
        }
        assertThat(found.get(0).toFloats()).containsExactly(0.1f, -3, 1e30f, 4);
        assertThat(found.get(1).toStrings()).containsExactly("ä", "");
    }

    @Test
    void readsWhatTheServerWrites() {
        InferenceResponse written = new InferenceResponse(TENSORS, Parameters.of("a", 1L));
        for (BinaryOutputs binary : List.of(BinaryOutputs.NONE, BinaryOutputs.ALL)) {
            JsonBuffer out = new JsonBuffer(16);
            int jsonLength =
                    InferenceResponseWriter.writeWithBinary(
                            new ModelId("m", "2"), "id", written, binary, SharedOutputs.NONE, out);
            ParsedResponse read =
                    InferenceResponseReader.read(out.array(), jsonLength, out.length());

            assertThat(read.model()).isEqualTo(new ModelId("m", "2"));
            assertThat(read.id()).isEqualTo("id");
            assertThat(read.response().parameters()).isEqualTo(Parameters.of("a", 1L));
            assertSame(read.response().outputs());
        }
    }

    @Test
    void theServerReadsWhatTheClientWrites() {
        InferenceRequest written =
                new InferenceRequest(
                        "id",
                        Parameters.of("a", "b"),
                        TENSORS,
                        List.of(new RequestedOutput("y", Parameters.ofContentType("np"))));
        JsonBuffer json = InferenceRequestWriter.write(written);
        InferenceRequest read = InferenceRequestReader.read(json.array(), 0, json.length());
        assertThat(read.id()).isEqualTo("id");
        assertThat(read.parameters()).isEqualTo(written.parameters());
        assertThat(read.outputs()).isEqualTo(written.outputs());
        assertSame(read.inputs());

        JsonBuffer binary = new JsonBuffer(16);
        int jsonLength = InferenceRequestWriter.writeWithBinary(written, binary);
        ParsedRequest parsed =
                InferenceRequestReader.readWithBinary(
                        Arrays.copyOf(binary.array(), binary.length()),
                        jsonLength,
                        binary.length());
        assertThat(parsed.binaryOutputs().wants("y")).isTrue();
        assertSame(parsed.request().inputs());
    }

    @Test
    void saysWhereAnAnswerIsWrong() {
        byte[] body =
                "{\"model_name\":\"m\",\"outputs\":[{\"name\":\"x\"}]}"
                        .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> InferenceResponseReader.read(body, body.length, body.length))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("outputs[0]");
    }
}
