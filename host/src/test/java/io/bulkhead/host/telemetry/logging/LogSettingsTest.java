package io.bulkhead.host.telemetry.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSettingsTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger rest = context.getLogger("io.bulkhead.host.rest.RestServer");
    private LogSettings settings;

    @BeforeEach
    void logToTheConsole() {
        root.setLevel(Level.INFO);
        context.getLogger(LogNames.ACCESS).setLevel(Level.OFF);
        settings = new LogSettings(new ServerLog(console()));
    }

    private LoggerContext console() {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("stdout");
        appender.setEncoder(new LineEncoder());
        appender.start();
        root.addAppender(appender);
        return context;
    }

    @Test
    void showsTritonsSettings() {
        assertThat(settings.settings())
                .contains(
                        entry("log_file", ""),
                        entry("log_info", true),
                        entry("log_warning", true),
                        entry("log_error", true),
                        entry("log_verbose_level", 0L),
                        entry("log_format", "default"),
                        entry("log_level.root", "INFO"));
    }

    @Test
    void nullGoesBackToWhatWasAtTheStart() {
        Map<String, Object> before = settings.settings();
        settings.update(
                Map.of("log_verbose_level", 2L, "log_format", "ISO8601", "log_info", false));
        Map<String, @Nullable Object> back = new HashMap<>();
        back.put("log_verbose_level", null);
        back.put("log_format", null);
        back.put("log_info", null);

        assertThat(settings.update(back)).isEqualTo(before);
    }

    @Test
    void levelsAreTurnedOffOneByOne() {
        Map<String, Object> after = settings.update(Map.of("log_info", false));

        assertThat(after).containsEntry("log_info", false).containsEntry("log_error", true);
        assertThat(rest.isInfoEnabled()).isFalse();
        assertThat(rest.isWarnEnabled()).isTrue();

        settings.update(Map.of("log_info", true, "log_warning", false));

        assertThat(rest.isInfoEnabled()).isTrue();
        assertThat(rest.isWarnEnabled()).isFalse();
    }

    @Test
    void nothingIsAskedPerLineWhenNoLevelIsOff() {
        settings.update(Map.of("log_error", false));
        settings.update(Map.of("log_error", true));

        assertThat(context.getTurboFilterList()).isEmpty();
    }

    @Test
    void verboseTurnsOnOurOwnDetailsAndTheAccessLog() {
        settings.update(Map.of("log_verbose_level", 1L));

        assertThat(rest.isDebugEnabled()).isTrue();
        assertThat(rest.isTraceEnabled()).isFalse();
        assertThat(context.getLogger(LogNames.ACCESS).isInfoEnabled()).isTrue();
        assertThat(context.getLogger("org.eclipse.jetty").isDebugEnabled()).isFalse();

        settings.update(Map.of("log_verbose_level", 2L));
        assertThat(rest.isTraceEnabled()).isTrue();

        settings.update(Map.of("log_verbose_level", 0L));
        assertThat(rest.isDebugEnabled()).isFalse();
        assertThat(context.getLogger(LogNames.ACCESS).isInfoEnabled()).isFalse();
    }

    @Test
    void aLoggersLevelIsSetUnderItsShownNameAndTakenBackByNull() {
        settings.update(Map.of("log_level.bulkhead.rest", "debug"));
        assertThat(rest.isDebugEnabled()).isTrue();
        assertThat(settings.settings()).containsEntry("log_level.bulkhead.rest", "DEBUG");

        settings.update(Collections.singletonMap("log_level.bulkhead.rest", null));
        assertThat(rest.isDebugEnabled()).isFalse();
    }

    @Test
    void formatChangesWhileItRuns() {
        assertThat(settings.update(Map.of("log_format", "ISO8601")))
                .containsEntry("log_format", "ISO8601");
        assertThat(settings.update(Map.of("log_format", "json")))
                .containsEntry("log_format", "json");
        Map<String, @Nullable Object> reset = new HashMap<>();
        reset.put("log_format", null);
        assertThat(settings.update(reset)).containsEntry("log_format", "default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log_file | x | it cannot be changed while the server runs",
                "log_format | xml | default, ISO8601 or json is wanted, found",
                "log_info | yes | true or false is wanted, found",
                "log_verbose_level | 1 | an integer from 0 on is wanted, found",
                "log_level.bulkhead | LOUD | one of OFF, ERROR, WARNING, INFO, DEBUG, TRACE",
                "log_level.no.such | INFO | there is no such logger",
                "log_colour | red | there are log_info, log_warning",
            })
    void refusesWhatItDoesNotTake(String name, String value, String why) {
        assertThatThrownBy(() -> settings.update(Map.of(name, value)))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining(why);
    }

    @Test
    void changesNothingIfOneOfTheChangesIsWrong() {
        Map<String, Object> before = settings.settings();

        assertThatThrownBy(() -> settings.update(Map.of("log_info", false, "log_file", "x")))
                .isInstanceOf(ServingException.class);

        assertThat(settings.settings()).isEqualTo(before);
    }

    @Test
    void formatIsNotOursUnderALogbackFile() {
        root.detachAndStopAllAppenders();
        LogSettings other = new LogSettings(new ServerLog(context));

        assertThat(other.settings()).containsEntry("log_format", "logback.xml");
        assertThatThrownBy(() -> other.update(Map.of("log_format", "json")))
                .hasMessageContaining("logback.xml decides");
    }
}
