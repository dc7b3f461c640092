package io.bulkhead.plugin.huggingface.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.plugin.huggingface.ServedTask;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The choices of a stream are made together, and told in turns. */
class StreamedChoicesTest {
    private static final String END = "[DONE]";

    @Test
    void noneWaitsForTheEndOfAnother() throws Exception {
        List<Map<?, ?>> choices = choices(3);

        assertThat(firstOf(choices, 2)).isLessThan(endOf(choices, 0));
        List<Object> ended = new ArrayList<>();
        for (Map<?, ?> choice : choices) {
            if (choice.get("finish_reason") instanceof String) {
                ended.add(choice.get("index"));
            }
        }
        assertThat(ended).containsExactlyInAnyOrder(0L, 1L, 2L);
    }

    @Test
    void eachIsWhatItIsAsAWhole() throws Exception {
        List<Map<?, ?>> choices = choices(3);

        try (ServedTask task = ServedTask.of("text-generation")) {
            String whole = text(task.call("/v1/completions", body(3, false)).body());
            for (Object one : JsonObject.parse("answer", whole).list("choices")) {
                Map<?, ?> choice = (Map<?, ?>) one;
                StringBuilder streamed = new StringBuilder();
                choices.stream()
                        .filter(part -> part.get("index").equals(choice.get("index")))
                        .forEach(part -> streamed.append(part.get("text")));
                assertThat(streamed).hasToString(String.valueOf(choice.get("text")));
            }
        }
    }

    private static int firstOf(List<Map<?, ?>> choices, long index) {
        return choices.stream().map(c -> c.get("index")).toList().indexOf(index);
    }

    private static int endOf(List<Map<?, ?>> choices, long index) {
        List<Object> ends = new ArrayList<>();
        choices.forEach(
                c -> ends.add(c.get("finish_reason") instanceof String ? c.get("index") : ""));
        return ends.indexOf(index);
    }

    private static String body(int count, boolean stream) {
        return """
               {"prompt": "one two three", "n": %d, "stream": %s, "max_tokens": 8,
                "temperature": 1.2, "seed": 5}
               """
                .formatted(count, stream);
    }

    private static List<Map<?, ?>> choices(int count) throws Exception {
        List<String> events;
        try (ServedTask task = ServedTask.of("text-generation")) {
            Events reader = new Events();
            task.call("/v1/completions", body(count, true)).parts().orElseThrow().subscribe(reader);
            events = reader.all.get(30, TimeUnit.SECONDS);
        }
        List<Map<?, ?>> choices = new ArrayList<>();
        for (String event : events) {
            if (!event.equals(END)) {
                JsonObject.parse("event", event)
                        .list("choices")
                        .forEach(choice -> choices.add((Map<?, ?>) choice));
            }
        }
        return choices;
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    /** Reads one event after the other. */
    private static final class Events implements Flow.Subscriber<ByteBuffer> {
        final CompletableFuture<List<String>> all = new CompletableFuture<>();
        private final List<String> read = new ArrayList<>();
        private Flow.Subscription events;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            events = subscription;
            events.request(1);
        }

        @Override
        public void onNext(ByteBuffer event) {
            read.add(text(event).replaceFirst("^data: ", "").strip());
            events.request(1);
        }

        @Override
        public void onError(Throwable cause) {
            all.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            all.complete(read);
        }
    }
}
