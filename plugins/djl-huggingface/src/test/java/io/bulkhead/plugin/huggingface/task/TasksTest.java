package io.bulkhead.plugin.huggingface.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.ServedTask;
import io.bulkhead.plugin.huggingface.call.Numbers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the recorded answers do not ask; they are replayed against the whole server. */
class TasksTest {
    @ParameterizedTest
    @CsvSource({"first, new london", "average, new london", "max, new london", "simple, n"})
    void groupsTokensOfAWord(String strategy, String place) {
        try (ServedTask task = ServedTask.of("token-classification")) {
            assertThat(
                            task.answer(
                                    List.of("anna lives in new london ."),
                                    Map.of("aggregation_strategy", strategy)))
                    .contains("\"entity_group\": \"PER\"", "\"word\": \"" + place + "\"");
        }
    }

    /** The expectation is what transformers 4.41.2 answers. */
    @Test
    void looksForAnswersInOverlappingWindows() {
        try (ServedTask task = ServedTask.of("question-answering")) {
            String far = "the weather was fine . ".repeat(6) + "bruno lives in london .";
            Map<String, Object> call =
                    Map.of(
                            "question", "where does bruno live ?",
                            "context", far,
                            "max_seq_len", 40L,
                            "doc_stride", 5L,
                            "top_k", 3L);

            assertThat(task.answer(List.of(), call))
                    .matches(
                            "\\[\\{\"score\": 0.99957\\d*, \"start\": 131, \"end\": 135,.*"
                                    + "0.99874\\d*, \"start\": 4, \"end\": 11,.*"
                                    + "0.99833\\d*, \"start\": 85, \"end\": 89,.*");
        }
    }

    @Test
    void refusesAContextThatLeavesNoRoomForWindows() {
        try (ServedTask task = ServedTask.of("question-answering")) {
            Map<String, Object> call =
                    Map.of("question", "where ? ".repeat(30), "context", "here . ".repeat(90));

            assertThatThrownBy(() -> task.answer(List.of(), call))
                    .isInstanceOf(ServingException.class)
                    .hasMessageContaining("tokens for the context");
        }
    }

    @Test
    void scoresLabelsOfATextAlone() {
        try (ServedTask task = ServedTask.of("zero-shot-classification")) {
            Map<String, Object> labels = Map.of("candidate_labels", "politics, sports");

            assertThat(task.answer(List.of("the team won the match"), labels))
                    .contains("\"labels\": [\"sports\", \"politics\"]");
        }
    }

    @Test
    void saysHowCloseSentencesAre() {
        try (ServedTask task =
                ServedTask.of(
                        ServedTask.CORPUS.resolve("feature-extraction"),
                        Map.of("task", "sentence-similarity"))) {
            assertThat(
                            task.answer(
                                    List.of(),
                                    Map.of(
                                            "source_sentence",
                                            "anna lives",
                                            "sentences",
                                            List.of("anna lives", "by train"))))
                    .matches("\\[(1\\.0|0\\.99999\\d*), 0\\.\\d+\\]");
        }
    }

    @Test
    void tellsTheTaskFromTheModelIfTheSettingsNameNone() {
        try (ServedTask task =
                ServedTask.of(ServedTask.CORPUS.resolve("text-classification"), Map.of())) {
            assertThat(task.answer("the movie was wonderful .")).contains("\"label\"");
        }
    }

    @Test
    void answersSilenceWithText() {
        try (ServedTask task = ServedTask.of("automatic-speech-recognition")) {
            assertThat(task.answer(new Numbers(new float[8000]))).startsWith("{\"text\": \"");
        }
    }

    @Test
    void generatesUntilTheEnd() {
        try (ServedTask task = ServedTask.of("text-generation")) {
            assertThat(task.answer(List.of("one two"), Map.of("max_new_tokens", 4L)))
                    .isEqualTo("[{\"generated_text\": \"one two three\"}]");
            assertThatThrownBy(() -> task.answer(List.of("one two"), Map.of("max_new_tokens", -1L)))
                    .hasMessageContaining("max_new_tokens must be 1 or more, found -1");
        }
    }

    @Test
    void translatesWithThePrefixOfTheTask() {
        try (ServedTask task =
                ServedTask.of(
                        ServedTask.CORPUS.resolve("translation"),
                        Map.of("task", "translation", "task_suffix", "_en_to_de"))) {
            assertThat(task.answer("the cat sees"))
                    .isEqualTo("[{\"translation_text\": \"die katze sieht\"}]");
        }
    }
}
