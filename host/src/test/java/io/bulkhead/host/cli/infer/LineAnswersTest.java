package io.bulkhead.host.cli.infer;

import static io.bulkhead.host.cli.infer.BatchTestFiles.json;
import static io.bulkhead.host.cli.infer.BatchTestFiles.line;
import static io.bulkhead.host.cli.infer.BatchTestFiles.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.host.cli.infer.InferFailure.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LineAnswersTest {
    private final FakeInferClient client = new FakeInferClient();

    private List<JsonNode> ask(int batchSize, Line... lines) throws Exception {
        BatchJob job = BatchTestFiles.in(Path.of("nowhere")).job(1, batchSize);
        List<JsonNode> answers = new ArrayList<>();
        for (AnswerLine answer :
                new LineAnswers(job, client, BatchTestFiles.quiet()).to(List.of(lines))) {
            answers.add(json(answer));
        }
        return answers;
    }

    @Test
    void anAnswerHasMlserversForm() throws Exception {
        JsonNode answer = ask(1, line(7, request("a", "[1, 2.5]"))).get(0);

        assertThat(answer)
                .hasToString(
                        "{\"model_name\":\"m\",\"id\":\"a\",\"parameters\":{\"batch_index\":7,"
                                + "\"inference_id\":\"a\",\"content_type\":\"np\"},\"outputs\":"
                                + "[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP64\","
                                + "\"data\":[1.0,2.5]}]}");
    }

    @Test
    void aLineThatIsNoRequestSaysWhereItIsWrong() throws Exception {
        List<JsonNode> answers = ask(1, line(2, "{\"inputs\": 3}"), line(3, "{nonsense"));

        assertThat(answers.get(0))
                .hasToString(
                        "{\"parameters\":{\"batch_index\":2},\"error\":{\"status\":\"preprocessing"
                                + " error\",\"msg\":\""
                                + answers.get(0).at("/error/msg").asText()
                                + "\"}}");
        assertThat(answers.get(0).at("/error/msg").asText()).startsWith("inputs: a list");
        assertThat(answers.get(1).at("/parameters/batch_index").intValue()).isEqualTo(3);
        assertThat(client.requests).isEmpty();
    }

    @Test
    void alikeLinesAreSentAsOneRequestAndAnsweredEach() throws Exception {
        List<JsonNode> answers =
                ask(3, line(0, request("a", "[1, 2]")), line(1, request("b", "[3, 4]")));

        assertThat(client.requests).hasSize(1);
        InferenceRequest sent = client.requests.get(0);
        assertThat(sent.inputs().get(0).shape().toArray()).containsExactly(2, 2);
        assertThat(sent.inputs().get(0).toDoubles()).containsExactly(1, 2, 3, 4);
        assertThat(answers).extracting(a -> a.path("id").asText()).containsExactly("a", "b");
        assertThat(answers.get(1).at("/outputs/0/data")).hasToString("[3.0,4.0]");
        assertThat(answers.get(1).at("/outputs/0/shape")).hasToString("[1,2]");
        assertThat(answers)
                .extracting(a -> a.at("/parameters/inference_id").asText())
                .containsOnly(sent.id());
    }

    @Test
    void textsAreJoinedAndTakenApartToo() throws Exception {
        String text =
                "{\"id\": \"%s\", \"inputs\": [{\"name\": \"x\", \"shape\": [%d], \"datatype\":"
                        + " \"BYTES\", \"data\": %s}]}";
        List<JsonNode> answers =
                ask(
                        2,
                        line(0, text.formatted("a", 2, "[\"x\", \"é\"]")),
                        line(1, text.formatted("b", 1, "[\"zz\"]")));

        assertThat(client.requests).hasSize(1);
        assertThat(answers.get(0).at("/outputs/0/data")).hasToString("[\"x\",\"é\"]");
        assertThat(answers.get(1).at("/outputs/0/data")).hasToString("[\"zz\"]");
    }

    @Test
    void onlyLinesAlikeInAllButTheirRowsAreSentTogether() throws Exception {
        String other =
                "{\"id\": \"%s\", \"inputs\": [{\"name\": \"x\", \"shape\": %s, \"datatype\":"
                        + " \"%s\", \"data\": [1, 2]}] %s}";
        ask(
                9,
                line(0, request("a", "[1, 2]")),
                line(1, other.formatted("type", "[1, 2]", "FP32", "")),
                line(2, other.formatted("width", "[2, 1]", "FP64", "")),
                line(
                        3,
                        other.formatted(
                                "out", "[1, 2]", "FP64", ", \"outputs\": [{\"name\":\"y\"}]")),
                line(4, other.formatted("own", "[1, 2]", "FP64", ", \"parameters\": {\"p\": 1}")),
                line(5, request("b", "[3, 4]")));

        assertThat(client.requests).hasSize(5);
        assertThat(client.requests.get(0).inputs().get(0).toDoubles()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aWrongLineFailsAlone() throws Exception {
        client.refusing(
                request -> {
                    if (request.inputs().get(0).toDoubles()[0] == 3
                            || request.inputs().get(0).size() > 2) {
                        throw new InferFailure(Kind.REFUSED, "HTTP 422: no");
                    }
                });
        List<JsonNode> answers =
                ask(2, line(0, request("a", "[1, 2]")), line(1, request("b", "[3, 4]")));

        assertThat(answers.get(0).at("/outputs/0/data")).hasToString("[1.0,2.0]");
        assertThat(answers.get(1).at("/error/msg").asText()).isEqualTo("HTTP 422: no");
        assertThat(client.requests).hasSize(3);
    }

    @Test
    void answersWithOtherRowsAreAskedForAlone() throws Exception {
        client.answeringOneRow();
        List<JsonNode> answers =
                ask(2, line(0, request("a", "[1, 2]")), line(1, request("b", "[3, 4]")));

        assertThat(client.requests).hasSize(3);
        assertThat(answers.get(1).at("/outputs/0/data")).hasToString("[3.0,4.0]");
        assertThat(answers.get(1).at("/parameters/inference_id").asText()).isEqualTo("b");
    }

    @Test
    void whatMayPassIsAskedAgainAndARefusalIsNot() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        client.refusing(
                request -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new InferFailure(Kind.TEMPORARY, "HTTP 503: busy");
                    }
                });
        assertThat(ask(1, line(0, request("a", "[1, 2]"))).get(0).has("outputs")).isTrue();
        assertThat(asked).hasValue(2);

        client.requests.clear();
        client.refusing(
                request -> {
                    throw new InferFailure(Kind.REFUSED, "no");
                });
        ask(1, line(0, request("a", "[1, 2]")));
        assertThat(client.requests).hasSize(1);
    }

    @Test
    void aServerThatIsGoneIsNoFaultOfTheLine() {
        client.refusing(
                request -> {
                    throw new InferFailure(Kind.UNREACHABLE, "nobody");
                });
        assertThatThrownBy(() -> ask(1, line(0, request("a", "[1, 2]"))))
                .isInstanceOf(InferFailure.class)
                .hasMessage("nobody");
        assertThat(client.requests).hasSize(2);
    }
}
