package io.bulkhead.plugin.huggingface.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.ServedTask;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a folder has its chat template, and what happens where it has none. */
class ChatTemplateTest {
    private static final List<Object> CHAT = List.of(Map.of("role", "user", "content", "hi"));

    @TempDir private Path folder;

    @BeforeEach
    void copy() throws IOException {
        for (String name : List.of("config.json", "tokenizer.json")) {
            Files.copy(
                    ServedTask.CORPUS.resolve("text-generation").resolve(name),
                    folder.resolve(name));
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String rendered(List<Object> tools) {
        ModelFolder files = ModelFolder.open(folder);
        Clock clock = Clock.fixed(Instant.parse("2026-03-07T09:05:02Z"), ZoneOffset.UTC);
        try (Tokenizer tokenizer = Tokenizer.open(files)) {
            return ChatTemplate.of(files, tokenizer.settings(), clock)
                    .render(CHAT, tools, true, Map.of());
        }
    }

    @Test
    void fileGoesBeforeTheConfiguration() throws IOException {
        write("tokenizer_config.json", "{\"chat_template\": \"old\"}");
        write("chat_template.jinja", "new {{ messages[0].content }}");

        assertThat(rendered(List.of())).isEqualTo("new hi");
    }

    @Test
    void configurationHasOneOrSeveralByName() throws IOException {
        write("tokenizer_config.json", "{\"chat_template\": \"one\"}");
        assertThat(rendered(List.of())).isEqualTo("one");

        write(
                "tokenizer_config.json",
                """
                {"chat_template": [{"name": "default", "template": "plain"},
                                   {"name": "tool_use", "template": "with {{ tools | length }}"}]}
                """);
        assertThat(rendered(List.of())).isEqualTo("plain");
        assertThat(rendered(List.of(Map.of("name", "x")))).isEqualTo("with 1");
    }

    @Test
    void templateMayStandInAFileOfJson() throws IOException {
        write("chat_template.json", "{\"chat_template\": \"json\"}");

        assertThat(rendered(List.of())).isEqualTo("json");
    }

    @Test
    void specialTokensAndTheTimeAreKnown() throws IOException {
        write("tokenizer_config.json", "{\"bos_token\": {\"content\": \"<s>\"}}");
        write(
                "chat_template.jinja",
                "{{ bos_token }}{{ strftime_now('%d %b %Y') }}{{ eos_token }}");

        assertThat(rendered(List.of())).isEqualTo("<s>07 Mar 2026");
    }

    @Test
    void missingTemplateIsToldToWhoeverNeedsIt() {
        assertThatThrownBy(() -> rendered(List.of()))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("no chat template");
    }

    @Test
    void brokenTemplateIsToldWithItsLine() throws IOException {
        write("chat_template.jinja", "\n{% if %}");

        assertThatThrownBy(() -> rendered(List.of()))
                .hasMessageContaining("cannot be read: line 2");
    }

    @Test
    void refusalOfATemplateIsTheClients() throws IOException {
        write("chat_template.jinja", "{{ raise_exception('no users here') }}");

        assertThatThrownBy(() -> rendered(List.of()))
                .isInstanceOf(ServingException.class)
                .hasMessage("the chat template: no users here");
    }
}
