package io.bulkhead.plugin.huggingface.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.ServedTask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextClassificationTest {
    private static final String GOOD = "the movie was wonderful and i liked it .";
    private static final String BAD = "the book was terrible and i hated it .";

    private ServedTask task;

    @BeforeAll
    void load() {
        task = ServedTask.of("text-classification");
    }

    @AfterAll
    void close() {
        task.close();
    }

    @Test
    void answersOneTextWithItsClass() {
        assertThat(task.answer(GOOD)).startsWith("{\"label\": \"POSITIVE\", \"score\": 0.9982008");
    }

    @Test
    void answersTextsOfDifferentLengthsAsIfTheyCameAlone() {
        String both = task.answer(List.of(GOOD, "terrible"));

        assertThat(both).startsWith("[" + task.answer(GOOD).substring(0, 40));
        assertThat(both).contains(task.answer("terrible").substring(0, 36));
    }

    @Test
    void takesSeveralPositionalTextsAsBatch() {
        assertThat(task.answer(GOOD, BAD)).isEqualTo(task.answer(List.of(GOOD, BAD)));
    }

    @Test
    void sortsTheClassesThatTopKAsksFor() {
        assertThat(task.answer(List.of(BAD), Map.of("top_k", 2L)))
                .matches("\\[\\{\"label\": \"NEGATIVE\".*\\{\"label\": \"POSITIVE\".*");
    }

    @Test
    void refusesTextLongerThanTheModelsPositionsUnlessItIsToBeCut() {
        String text = GOOD.repeat(40);

        assertThatThrownBy(() -> task.answer(text))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("the model takes 64; shorten it, or send truncation=true");
        assertThat(task.answer(List.of(text), Map.of("truncation", true))).contains("POSITIVE");
    }

    @Test
    void namesTheArgumentsThatThereAre() {
        assertThatThrownBy(() -> task.answer(List.of(GOOD), Map.of("nonsense", 1L)))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageStartingWith("text-classification has no argument 'nonsense', only")
                .hasMessageContaining("top_k");
    }
}
