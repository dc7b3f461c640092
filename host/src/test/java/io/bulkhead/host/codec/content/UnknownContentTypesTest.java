package io.bulkhead.host.codec.content;

import static io.bulkhead.host.codec.content.TestCodecs.metadata;
import static io.bulkhead.host.codec.content.TestCodecs.request;
import static io.bulkhead.host.codec.content.TestCodecs.settings;
import static io.bulkhead.host.codec.content.TestCodecs.strings;
import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnknownContentTypesTest {
    private final List<String> lines = new ArrayList<>();

    private Codecs codecs(ModelSettings settings) {
        return new ContentCodecs(
                settings, List.of(), List.of(), new UnknownContentTypes(settings.id(), lines::add));
    }

    private Codecs plain() {
        return codecs(settings("", List.of(), List.of()));
    }

    @Test
    void clientIsToldOfOnceInTheLog() {
        Codecs codecs = plain();

        codecs.decode(request("wat", strings("x", "a")), ContentType.NP);
        codecs.decode(request("wat", strings("x", "a")), ContentType.NP);

        assertThat(lines)
                .containsExactly(
                        "Model echo: content type 'wat' of a request counts as none; known there"
                                + " are [dict, hf, np, pd, str]");
    }

    @Test
    void settingsAreToldOfWhenTheModelIsLoaded() {
        codecs(settings("wat", List.of(metadata("x", "wet")), List.of()));

        assertThat(lines)
                .hasSize(2)
                .anyMatch(line -> line.contains("'wet' of inputs in its settings"))
                .anyMatch(line -> line.contains("'wat' of requests in its settings"));
    }

    @Test
    void clientsCanNeitherForgeLinesNorFillTheLog() {
        Codecs codecs = plain();

        for (int i = 0; i < 1000; i++) {
            codecs.decode(request("a\nb" + i, strings("x", "a")), ContentType.NP);
        }

        assertThat(lines).hasSize(32).allMatch(line -> line.indexOf('\n') < 0);
    }

    @Test
    void noContentTypeIsNoFault() {
        plain().decode(request("", strings("x", "a")), ContentType.NP);

        assertThat(lines).isEmpty();
    }
}
