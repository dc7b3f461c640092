package io.bulkhead.plugin.huggingface.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.plugin.huggingface.ServedTask;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TokenizerTest {
    @Test
    void countsCharactersAsPythonDoes() {
        try (Tokenizer tokenizer = open("token-classification")) {
            EncodedText text = tokenizer.encodeWithPlaces("🙂é anna 漢", Optional.empty());

            int anna = Arrays.asList(text.tokens()).indexOf("anna");
            assertThat(text.starts()[anna]).isEqualTo(3);
            assertThat(text.ends()[anna]).isEqualTo(7);
        }
    }

    @Test
    void cutsTheTextAndKeepsWhatFramesIt() {
        try (Tokenizer tokenizer = open("text-classification")) {
            Encoded whole = tokenizer.encode("the movie was wonderful and i liked it .");

            Encoded cut = whole.truncated(5);

            assertThat(cut.ids())
                    .containsExactly(
                            whole.ids()[0],
                            whole.ids()[1],
                            whole.ids()[2],
                            whole.ids()[3],
                            whole.ids()[whole.length() - 1]);
        }
    }

    @Test
    void cutsTheLongerTextOfAPairFirst() {
        try (Tokenizer tokenizer = open("text-classification")) {
            Encoded whole = tokenizer.encode("the movie was wonderful", "the");

            Encoded cut = whole.truncated(6);

            assertThat(cut.length()).isEqualTo(6);
            assertThat(cut.typeIds()).containsExactly(0, 0, 0, 0, 1, 1);
        }
    }

    @Test
    void knowsTheVocabularyAndItsSpecialTokens() {
        try (Tokenizer tokenizer = open("fill-mask")) {
            assertThat(tokenizer.settings().specialId("mask_token")).isPresent();
            assertThat(tokenizer.id("\u0120london")).isEqualTo(OptionalInt.of(385));
            assertThat(tokenizer.id("no such token")).isEmpty();
        }
    }

    @Test
    void joinsBytesOfTheAlphabetToText() {
        assertThat(TokenJoiner.of("ByteLevel", "").join(List.of("\u0120caf", "\u00c3\u00a9")))
                .isEqualTo(" caf\u00e9");
        assertThat(TokenJoiner.of("WordPiece", "##").join(List.of("new", "##er", ".")))
                .isEqualTo("newer.");
        assertThat(TokenJoiner.of("Metaspace", "").join(List.of("\u2581the", "\u2581cat")))
                .isEqualTo("the cat");
    }

    private static Tokenizer open(String name) {
        return Tokenizer.open(ModelFolder.open(ServedTask.CORPUS.resolve(name)));
    }
}
