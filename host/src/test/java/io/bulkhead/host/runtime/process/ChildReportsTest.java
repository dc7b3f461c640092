package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bulkhead.host.config.LogLevel;
import io.bulkhead.host.runtime.InferenceStatistics;
import io.bulkhead.host.runtime.ModelInstance;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the server learns of the work in a child: logs, metrics, times. */
class ChildReportsTest extends ChildTestCase {
    ChildReportsTest(@TempDir Path temporary) {
        super(temporary);
    }

    @Test
    void levelsOfTheLogReachChildrenThatRun() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger("my.model");
        logger.addAppender(lines);
        logger.setLevel(Level.DEBUG);
        try {
            ModelInstance instance = launch(1);
            ask(instance, "debug");

            factory.levels(Map.of("", LogLevel.INFO, "my.model", LogLevel.DEBUG));

            await().atMost(SOON)
                    .until(
                            () -> {
                                ask(instance, "debug");
                                return !lines.list.isEmpty();
                            });
            factory.levels(Map.of("", LogLevel.INFO));
            await().atMost(SOON)
                    .until(
                            () -> {
                                int before = lines.list.size();
                                ask(instance, "debug");
                                ask(instance, "log"); // comes after it, if it comes
                                await().until(() -> lines.list.size() > before);
                                return lines.list.get(before).getLevel().equals(Level.WARN);
                            });
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
    }

    @Test
    void whatAModelPrintsAndMeasuresReachesTheHost() throws Exception {
        ModelInstance instance = launch(1);

        ask(instance, "print");

        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(metrics)
                                        .containsExactly(
                                                "register child_metric", "log child_metric 0.25"));
    }

    @Test
    void theStagesOfAModelAreCountedFromWhereverItRuns() throws Exception {
        ModelInstance instance = launch(2);

        for (int i = 0; i < 3; i++) {
            ask(instance, "echo");
        }

        InferenceStatistics statistics = instance.statistics();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(statistics.computing().count()).isEqualTo(3));
        assertThat(count(statistics.inferTimes())).isEqualTo(3);
        assertThat(statistics.inferTimes().nanos()).isPositive();
        assertThat(statistics.computing().nanos()).isEqualTo(statistics.inferTimes().nanos());
    }

    @Test
    void whatAChildLogsIsLoggedAsItWasThere() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger("my.model");
        logger.addAppender(lines);
        try {
            ask(launch(1), "log");
            await().atMost(SOON).untilAsserted(() -> assertThat(lines.list).hasSize(1));
        } finally {
            logger.detachAppender(lines);
        }

        ILoggingEvent line = lines.list.get(0);
        assertThat(line.getLevel()).isEqualTo(Level.WARN);
        assertThat(line.getFormattedMessage()).isEqualTo("a \"quoted\"\nmessage");
        assertThat(line.getMDCPropertyMap())
                .containsEntry("model_name", "iris")
                .containsEntry("model_version", "2");
        assertThat(line.getKeyValuePairs())
                .singleElement()
                .satisfies(
                        pair -> {
                            assertThat(pair.key).isEqualTo("exception");
                            assertThat(pair.value)
                                    .asString()
                                    .startsWith("java.lang.IllegalStateException: why\n\tat ");
                        });
    }
}
