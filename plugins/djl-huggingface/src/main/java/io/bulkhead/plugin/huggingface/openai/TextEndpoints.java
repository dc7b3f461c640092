package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.generation.GenerationDefaults;
import io.bulkhead.plugin.huggingface.generation.GenerationSettings;
import io.bulkhead.plugin.huggingface.generation.TextGenerator;
import io.bulkhead.plugin.huggingface.stream.PartStream;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /v1/chat/completions} and {@code /v1/completions} of a model that makes text. */
public final class TextEndpoints {
    private static final String CHAT = "chat completions";
    private static final String COMPLETION = "completions";
    private static final Set<String> CHAT_NAMES =
            GenerationOptions.names(
                    Set.of(
                            "messages",
                            "max_completion_tokens",
                            "top_logprobs",
                            "response_format",
                            "tools",
                            "tool_choice",
                            "parallel_tool_calls",
                            "modalities",
                            "reasoning_effort",
                            "verbosity",
                            "chat_template_kwargs",
                            "add_generation_prompt"));
    private static final Set<String> COMPLETION_NAMES =
            GenerationOptions.names(Set.of("prompt", "echo", "suffix", "best_of"));
    private static final Map<String, String> EVENTS =
            Map.of("Content-Type", "text/event-stream; charset=utf-8", "Cache-Control", "no-cache");

    private static final int SHORT = 16;
    private static final int LONG = 4096;
    private static final int MOST_CHAT_ALTERNATIVES = 20;
    private static final int MOST_ALTERNATIVES = 5;

    private final String model;
    private final Tokenizer tokenizer;
    private final TextGenerator generator;
    private final GenerationDefaults defaults;
    private final ChatTemplate template;

    /**
     * All stay the caller's.
     *
     * @param model its name, for answers to requests that name none
     */
    public TextEndpoints(
            String model,
            Tokenizer tokenizer,
            TextGenerator generator,
            GenerationDefaults defaults,
            ChatTemplate template) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.generator = generator;
        this.defaults = defaults;
        this.template = template;
    }

    /** Both. */
    public List<ModelRoute> routes() {
        return List.of(
                route("/v1/chat/completions", this::chat),
                route("/v1/completions", this::complete));
    }

    private static ModelRoute route(String path, ModelRoute.Handler handler) {
        return new ModelRoute("POST", path, ModelRoute.Purpose.OPENAI, handler);
    }

    private CompletionStage<RouteResponse> chat(RouteRequest request, RequestContext context) {
        Arguments asked = OpenAiBody.read(request, CHAT, CHAT_NAMES);
        checkChat(asked);
        String text =
                template.render(
                        ChatMessages.of(asked),
                        tools(asked),
                        asked.flag("add_generation_prompt").orElse(true),
                        templateArguments(asked));
        long[] tokens =
                tokenizer.encode(text, asked.flag("add_special_tokens").orElse(false)).ids();
        int most = GenerationOptions.mostTokens(asked).orElse(room(tokens));
        OptionalInt others = chatAlternatives(asked);
        return answer(
                asked,
                List.of(new TextRequest.Prompt(tokens, "")),
                most,
                others,
                new ChatForm(),
                context);
    }

    private static void checkChat(Arguments asked) {
        asked.get("response_format")
                .filter(
                        format ->
                                !(format instanceof Map<?, ?> map
                                        && "text".equals(map.get("type"))))
                .ifPresent(
                        format -> {
                            throw asked.refusal(
                                    "response_format must be of type 'text': what the model"
                                            + " writes is not constrained");
                        });
        asked.get("modalities")
                .filter(modalities -> !modalities.equals(List.of("text")))
                .ifPresent(
                        modalities -> {
                            throw asked.refusal("modalities must be [\"text\"]");
                        });
    }

    /** Tools are told to the model; that it calls one cannot be forced. */
    private static List<Object> tools(Arguments asked) {
        Object choice = asked.get("tool_choice").orElse("auto");
        if (!choice.equals("auto") && !choice.equals("none")) {
            throw asked.refusal(
                    "tool_choice must be 'auto' or 'none': a call of a tool cannot be forced");
        }
        Object tools = asked.get("tools").orElse(List.of());
        if (!(tools instanceof List<?> list)) {
            throw asked.refusal("tools must be a list");
        }
        return choice.equals("none") ? List.of() : List.copyOf(list);
    }

    private static Map<String, Object> templateArguments(Arguments asked) {
        Map<String, Object> more = new HashMap<>();
        asked.get("reasoning_effort").ifPresent(effort -> more.put("reasoning_effort", effort));
        Object given = asked.get("chat_template_kwargs").orElse(Map.of());
        if (!(given instanceof Map<?, ?> map)) {
            throw asked.refusal("chat_template_kwargs must be an object");
        }
        map.forEach((name, value) -> more.put(String.valueOf(name), value));
        return more;
    }

    private static OptionalInt chatAlternatives(Arguments asked) {
        boolean wanted = asked.flag("logprobs").orElse(false);
        OptionalInt others = asked.integer("top_logprobs");
        if (others.isPresent() && !wanted) {
            throw asked.refusal("top_logprobs is only for requests with logprobs=true");
        }
        return wanted
                ? checked(asked, others.orElse(0), MOST_CHAT_ALTERNATIVES)
                : OptionalInt.empty();
    }

    private static OptionalInt checked(Arguments asked, int others, int most) {
        if (others < 0 || others > most) {
            throw asked.refusal("logprobs must be from 0 to " + most + ", found " + others);
        }
        return OptionalInt.of(others);
    }

    /** How many tokens have room behind a prompt. */
    private int room(long[] tokens) {
        OptionalInt positions = generator.positions();
        return positions.isPresent() ? Math.max(1, positions.getAsInt() - tokens.length) : LONG;
    }

    private CompletionStage<RouteResponse> complete(RouteRequest request, RequestContext context) {
        Arguments asked = OpenAiBody.read(request, COMPLETION, COMPLETION_NAMES);
        GenerationOptions.requireOnly(
                asked, "suffix", "", "is not served: text cannot be put into a gap");
        int choices = GenerationOptions.choices(asked);
        if (asked.integer("best_of").orElse(choices) != choices) {
            throw asked.refusal("best_of must be n: the best of more texts cannot be chosen");
        }
        Optional<Object> others = asked.get("logprobs");
        return answer(
                asked,
                prompts(asked),
                GenerationOptions.mostTokens(asked).orElse(SHORT),
                others.isPresent()
                        ? checked(asked, asked.integer("logprobs").orElse(0), MOST_ALTERNATIVES)
                        : OptionalInt.empty(),
                new CompletionForm(),
                context);
    }

    private List<TextRequest.Prompt> prompts(Arguments asked) {
        boolean echo = asked.flag("echo").orElse(false);
        boolean framed = asked.flag("add_special_tokens").orElse(true);
        List<TextRequest.Prompt> prompts = new ArrayList<>();
        for (TokenInput input : TokenInput.all(asked, "prompt")) {
            long[] tokens = input.tokens(tokenizer, framed);
            prompts.add(new TextRequest.Prompt(tokens, echo ? input.text(tokenizer) : ""));
        }
        return prompts;
    }

    private CompletionStage<RouteResponse> answer(
            Arguments asked,
            List<TextRequest.Prompt> prompts,
            int mostTokens,
            OptionalInt others,
            TextForm form,
            RequestContext context) {
        GenerationSettings settings = settings(asked, mostTokens);
        TextRequest request =
                new TextRequest(
                        asked.text("model").orElse(model),
                        prompts,
                        others.isPresent()
                                ? settings.keepingProbabilities(others.getAsInt())
                                : settings,
                        GenerationOptions.choices(asked),
                        GenerationOptions.stops(asked),
                        GenerationOptions.countsInStream(asked));
        if (GenerationOptions.streams(asked)) {
            return CompletableFuture.completedFuture(streamed(request, form, context));
        }
        WholeText whole = new WholeText(tokenizer, generator, request, form);
        return CompletableFuture.supplyAsync(
                () -> OpenAiBody.answer(whole.answer(context)), generator.executor());
    }

    /** A text ends at the tokenizer's own mark too, as those who made chat models expect. */
    private GenerationSettings settings(Arguments asked, int mostTokens) {
        GenerationSettings settings =
                GenerationSettings.of(
                        GenerationOptions.translated(asked, mostTokens, defaults), defaults);
        OptionalInt end = tokenizer.settings().specialId("eos_token");
        return end.isPresent() ? settings.alsoEndingWith(end.getAsInt()) : settings;
    }

    private RouteResponse streamed(TextRequest request, TextForm form, RequestContext context) {
        return RouteResponse.streamed(
                200,
                EVENTS,
                new PartStream<>(
                        () -> new TextParts(request, form, tokenizer, generator, context),
                        OpenAiBody::event,
                        generator.executor()));
    }
}
