package io.bulkhead.host.codec.content;

import static io.bulkhead.host.codec.content.TestCodecs.metadata;
import static io.bulkhead.host.codec.content.TestCodecs.request;
import static io.bulkhead.host.codec.content.TestCodecs.settings;
import static io.bulkhead.host.codec.content.TestCodecs.strings;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class UnknownContentTypesTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(UnknownContentTypes.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void clientIsToldOfOnceInTheLog() {
        Codecs codecs = TestCodecs.plain();

        codecs.decode(request("wat", strings("x", "a")), ContentType.NP);
        codecs.decode(request("wat", strings("x", "a")), ContentType.NP);

        assertThat(lines())
                .containsExactly(
                        "Model echo: content type 'wat' of a request counts as none; known there"
                                + " are [dict, hf, np, pd, str]");
    }

    @Test
    void settingsAreToldOfWhenTheModelIsLoaded() {
        TestCodecs.of(settings("wat", List.of(metadata("x", "wet")), List.of()));

        assertThat(lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("'wet' of inputs in its settings"))
                .anyMatch(line -> line.contains("'wat' of requests in its settings"));
    }

    @Test
    void clientsCanNeitherForgeLinesNorFillTheLog() {
        Codecs codecs = TestCodecs.plain();

        for (int i = 0; i < 1000; i++) {
            codecs.decode(request("a\nb" + i, strings("x", "a")), ContentType.NP);
        }

        assertThat(lines()).hasSize(32).allMatch(line -> line.indexOf('\n') < 0);
    }

    @Test
    void noContentTypeIsNoFault() {
        TestCodecs.plain().decode(request("", strings("x", "a")), ContentType.NP);

        assertThat(lines()).isEmpty();
    }
}
