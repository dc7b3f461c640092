package io.bulkhead.host.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.plugin.ModelPlugins;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.TestPlugins;
import io.bulkhead.host.plugin.release.Leak;
import io.bulkhead.host.plugin.release.LeakSentinel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** A plugin leaves things behind, and the sentinel says which. */
@Timeout(120)
class LeakSentinelTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ModelId MODEL = new ModelId("m", "");
    private static final long ANY_SIZE = Long.MAX_VALUE;

    @TempDir static Path work;
    private static TestPlugins plugins;
    private static Environment plugin;

    private final Logger log = (Logger) LoggerFactory.getLogger(LeakSentinel.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeAll
    static void compilePlugin() throws IOException {
        plugins = new TestPlugins(work);
        plugin =
                plugins.store()
                        .dropped(plugins.jar("leaking", work.resolve("leaking.jar")))
                        .orElseThrow()
                        .environment();
    }

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void letGo() throws Exception {
        log.detachAppender(lines);
        Thread.setDefaultUncaughtExceptionHandler(null);
        System.getProperties().remove("leaking");
        System.setProperty("leaking.over", "true");
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("stubborn"))
                .forEach(Thread::interrupt);
    }

    /** The loader of a copy that did this and was unloaded. */
    private static WeakReference<ClassLoader> unloaded(LeakSentinel sentinel, String behaviour) {
        System.clearProperty("leaking.over");
        ModelPlugins watched = new ModelPlugins(new NativeLayers(), sentinel);
        OpenModel model =
                OpenModel.open(
                        TestInstances.spec(plugin, "leaking", behaviour),
                        "m",
                        watched,
                        TestInstances.NO_METRICS,
                        LoadProgress.UNLIMITED,
                        ToldMetadata.silent(),
                        codecs -> codecs);
        WeakReference<ClassLoader> loader = new WeakReference<>(model.loader());
        model.close();
        return loader;
    }

    private static LeakSentinel sentinel(long largestDump) {
        return new LeakSentinel(Duration.ofMillis(300), largestDump);
    }

    private static Leak awaitLeak(LeakSentinel sentinel) {
        return await().atMost(SOON).until(sentinel::leaks, leaks -> leaks.size() == 1).get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "thread | held by thread 'stubborn', which runs"
                        + " com.example.leaking.LeakingRuntimeFactory.waitForEver",
                "idle pool | held by thread 'pool-",
                "timer | held by thread 'ticker'",
                "hook | held by shutdown hook 'leaky-hook' of class java.lang.Thread",
                "thread local | held by ThreadLocal of thread 'main' with a value of class"
                        + " com.example.leaking.LeakingRuntimeFactory$Tick",
                "property | held by static field java.lang.System.props",
                "handler | held by static field",
            })
    void saysWhatHoldsAnUnloadedPlugin(String behaviour, String holder) {
        try (LeakSentinel sentinel = sentinel(ANY_SIZE)) {
            unloaded(sentinel, behaviour);
            Leak leak = awaitLeak(sentinel);
            assertThat(leak.holders()).startsWith(holder);
            assertThat(leak.model()).contains(MODEL);
            assertThat(leak.plugin()).contains("leaking");
            assertThat(sentinel.notice(MODEL).orElseThrow()).contains(holder);
            assertThat(sentinel.notice(new ModelId("other", ""))).isEmpty();
            assertThat(lines.list)
                    .filteredOn(line -> line.getLevel() == Level.WARN)
                    .singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .asString()
                    .contains("model 'm'", "leaking", holder);
        }
    }

    @Test
    void aSecondCopyIsCountedAndNotLoggedAgain() {
        try (LeakSentinel sentinel = sentinel(ANY_SIZE)) {
            unloaded(sentinel, "thread");
            awaitLeak(sentinel);
            unloaded(sentinel, "thread");
            await().atMost(SOON).until(() -> sentinel.models().size() == 2);
            assertThat(lines.list).filteredOn(line -> line.getLevel() == Level.WARN).hasSize(1);
        }
    }

    @Test
    void whatIsReleasedAfterAllIsNoLeakAnyMore() {
        try (LeakSentinel sentinel = sentinel(ANY_SIZE)) {
            unloaded(sentinel, "property");
            awaitLeak(sentinel);
            System.getProperties().remove("leaking");
            await().atMost(SOON)
                    .until(
                            () -> {
                                System.gc();
                                return sentinel.leaks().isEmpty();
                            });
            assertThat(sentinel.notice(MODEL)).isEmpty();
        }
    }

    @Test
    void aThreadThatEndsWhenItIsInterruptedIsNoLeak() {
        assertThatNothingIsLeftOf("obedient thread");
    }

    @Test
    void aPluginThatLeavesNothingIsGone() {
        assertThatNothingIsLeftOf("nothing");
    }

    @Test
    void driversAreTakenOutOfTheJdksList() {
        assertThatNothingIsLeftOf("driver");
        assertThat(DriverManager.drivers().map(driver -> driver.getClass().getName()))
                .noneMatch(name -> name.contains("Leaky"));
    }

    @Test
    void beansAreUnregistered() throws Exception {
        assertThatNothingIsLeftOf("bean");
        assertThat(
                        ManagementFactory.getPlatformMBeanServer()
                                .isRegistered(new ObjectName("com.example:type=Leaky")))
                .isFalse();
    }

    /**
     * The sentinel collects no more for one that was late, on a busy machine, and so is reported.
     */
    private static boolean isCollected(WeakReference<ClassLoader> loader) {
        System.gc();
        return loader.refersTo(null);
    }

    private static void assertThatNothingIsLeftOf(String behaviour) {
        try (LeakSentinel sentinel = sentinel(0)) {
            WeakReference<ClassLoader> loader = unloaded(sentinel, behaviour);
            await().atMost(SOON).until(() -> isCollected(loader));
            assertThat(sentinel.leaks()).isEmpty();
        }
    }

    @Test
    void aHeapThatIsTooLargeIsNotDumped() {
        try (LeakSentinel sentinel = sentinel(1)) {
            unloaded(sentinel, "property");
            assertThat(awaitLeak(sentinel).holders()).contains("leak_dump_max_bytes");
        }
    }

    @Test
    void nobodyLooksIfTheSettingsSaySo() {
        try (LeakSentinel off = new LeakSentinel(Duration.ZERO, ANY_SIZE)) {
            unloaded(off, "nothing");
            assertThat(off.leaks()).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("leak-sentinel"));
        }
    }
}
