package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.jinja.Callable;
import io.bulkhead.plugin.huggingface.jinja.PythonTime;
import io.bulkhead.plugin.huggingface.jinja.Template;
import io.bulkhead.plugin.huggingface.jinja.TemplateException;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.tokenizer.TokenizerSettings;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a folder puts the messages of a chat together: {@code chat_template.jinja}, or {@code
 * chat_template} of {@code tokenizer_config.json} or of {@code chat_template.json}. One that is
 * missing or cannot be read fails no load: only chats need it.
 */
public final class ChatTemplate {
    private static final String FILE = "chat_template.jinja";
    private static final String MEMBER = "chat_template";
    private static final String DEFAULT = "default";
    private static final String FOR_TOOLS = "tool_use";
    private static final List<String> SPECIAL_TOKENS =
            List.of(
                    "bos_token",
                    "eos_token",
                    "unk_token",
                    "sep_token",
                    "pad_token",
                    "cls_token",
                    "mask_token");

    private final Map<String, Template> templates;
    private final String reason;
    private final Map<String, Object> specials;
    private final Clock clock;

    private ChatTemplate(
            Map<String, Template> templates,
            String reason,
            Map<String, Object> specials,
            Clock clock) {
        this.templates = templates;
        this.reason = reason;
        this.specials = specials;
        this.clock = clock;
    }

    /** That of a folder. */
    public static ChatTemplate of(ModelFolder folder, TokenizerSettings tokenizer, Clock clock) {
        Map<String, Object> specials = new HashMap<>();
        SPECIAL_TOKENS.forEach(
                role -> tokenizer.special(role).ifPresent(token -> specials.put(role, token)));
        Map<String, Template> templates = new HashMap<>();
        String reason = "the model's folder has no chat template: give it a " + FILE;
        try {
            sources(folder).forEach((name, source) -> templates.put(name, Template.parse(source)));
        } catch (TemplateException e) {
            reason = "the model's chat template cannot be read: " + e.getMessage();
        }
        return new ChatTemplate(Map.copyOf(templates), reason, Map.copyOf(specials), clock);
    }

    private static Map<String, String> sources(ModelFolder folder) {
        Optional<String> file = folder.file(FILE).map(ModelFolder::text);
        if (file.isPresent()) {
            return Map.of(DEFAULT, file.get());
        }
        Map<String, String> sources = new LinkedHashMap<>();
        for (String name : List.of("chat_template.json", "tokenizer_config.json")) {
            JsonObject json = folder.configuration(name);
            json.get(MEMBER).ifPresent(value -> add(value, sources));
        }
        return sources;
    }

    private static void add(Object value, Map<String, String> sources) {
        if (value instanceof String text) {
            sources.putIfAbsent(DEFAULT, text);
        } else if (value instanceof List<?> several) {
            for (Object one : several) {
                if (one instanceof Map<?, ?> named
                        && named.get("name") instanceof String name
                        && named.get("template") instanceof String text) {
                    sources.putIfAbsent(name, text);
                }
            }
        }
    }

    /**
     * The text of a chat.
     *
     * @param tools that the model may call; empty if there are none
     * @param more what the request adds for the template
     * @throws ServingException {@code INVALID_ARGUMENT} if there is no template, or it refuses
     */
    String render(
            List<Object> messages, List<Object> tools, boolean goesOn, Map<String, Object> more) {
        Template template = template(!tools.isEmpty());
        Map<String, Object> variables = new HashMap<>(specials);
        variables.put("messages", messages);
        variables.put("tools", tools.isEmpty() ? JsonNull.NULL : tools);
        variables.put("documents", JsonNull.NULL);
        variables.put("add_generation_prompt", goesOn);
        variables.put("raise_exception", (Callable) ChatTemplate::refuse);
        variables.put("strftime_now", (Callable) arguments -> now(arguments.text(0, "format")));
        variables.putAll(more);
        try {
            return template.render(variables);
        } catch (TemplateException e) {
            throw ServingException.invalidArgument("the chat template: " + e.getMessage());
        }
    }

    private Template template(boolean forTools) {
        Template template = forTools ? templates.get(FOR_TOOLS) : null;
        Template chosen = template == null ? templates.get(DEFAULT) : template;
        if (chosen == null) {
            throw ServingException.invalidArgument(reason);
        }
        return chosen;
    }

    private static Object refuse(io.bulkhead.plugin.huggingface.jinja.CallArguments arguments) {
        throw new TemplateException(arguments.text(0, "message").orElse("it refuses the chat"));
    }

    private Object now(Optional<String> format) {
        return PythonTime.format(ZonedDateTime.now(clock), format.orElse("%Y-%m-%d"));
    }
}
