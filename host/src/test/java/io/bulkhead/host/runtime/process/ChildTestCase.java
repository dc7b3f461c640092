package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.runtime.InstanceSpec;
import io.bulkhead.host.runtime.ModelInstance;
import io.bulkhead.host.runtime.StageTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Real child JVMs, and a plugin that does to them what a model may do. */
abstract class ChildTestCase {
    static final Duration SOON = Duration.ofSeconds(30);

    @TempDir static Path work;
    static Environment plugin;

    final ConcurrentLinkedQueue<String> metrics = new ConcurrentLinkedQueue<>();
    final Path temporary;
    final ProcessInstanceFactory factory;
    final List<ModelInstance> opened = new ArrayList<>();

    /**
     * @param temporary of this test alone: servers and other tests on this machine have children
     */
    ChildTestCase(@TempDir Path temporary) {
        this.temporary = temporary;
        this.factory = factory(Duration.ofSeconds(60));
    }

    @BeforeAll
    static void compilePlugin() throws IOException {
        plugin = TestChildren.plugin(work);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        opened.forEach(ModelInstance::close);
        factory.close();
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(foldersOfChildren()).isEmpty();
        await().atMost(SOON).untilAsserted(() -> assertThat(threadsOfChildren()).isEmpty());
    }

    static void kill(Path file) throws IOException {
        await().atMost(SOON).until(() -> Files.exists(file) && Files.size(file) > 0);
        ProcessHandle.of(Long.parseLong(Files.readString(file))).orElseThrow().destroyForcibly();
    }

    static long pidNow(ModelInstance instance) throws Exception {
        return Long.parseLong(ask(instance, "pid").outputs().get(0).toStrings().get(0));
    }

    static long count(StageTimes times) {
        return times.counts().stream().mapToLong(Long::longValue).sum();
    }

    ProcessInstanceFactory factory(Duration loadTimeout) {
        ChildSettings settings = ChildSettings.ofThisProcess(ChildTelemetry.LEAST);
        return new ProcessInstanceFactory(
                new ChildSettings(
                        settings.javaHome(),
                        settings.classPath(),
                        temporary,
                        settings.archives(),
                        loadTimeout,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(4),
                        Duration.ofMillis(300),
                        Duration.ofMillis(10),
                        Duration.ofSeconds(5),
                        ChildTelemetry.LEAST),
                model -> new Recorded(),
                work.resolve("crashes"));
    }

    final class Recorded implements ModelMetrics {
        @Override
        public void register(String name, String description) {
            metrics.add("register " + name);
        }

        @Override
        public void log(String name, double value) {
            metrics.add("log " + name + " " + value);
        }
    }

    ModelInstance launch(int workers) {
        ModelInstance instance = factory.launch(spec(""), workers, TestChildren.ASKED);
        opened.add(instance);
        return instance;
    }

    static InstanceSpec spec(String load) {
        return TestChildren.spec(plugin, work, load);
    }

    static CompletableFuture<InferenceResponse> block(ModelInstance instance, String name) {
        Path file = work.resolve(name);
        CompletableFuture<InferenceResponse> call = submit(instance, blocking(file));
        await().atMost(SOON).until(() -> Files.exists(file) && Files.size(file) > 0);
        return call;
    }

    static InferenceRequest blocking(Path file) {
        Parameters parameters = Parameters.of("do", "block").with("file", file.toString());
        return new InferenceRequest("1", parameters, request("block").inputs(), List.of());
    }

    static InferenceRequest request(String what) {
        return new InferenceRequest(
                "1",
                Parameters.of("do", what),
                List.of(Tensor.of("x", Shape.of(1, 2), new float[] {1, 2})),
                List.of());
    }

    static InferenceResponse ask(ModelInstance instance, String what) throws ExecutionException {
        return get(instance, request(what));
    }

    static InferenceResponse get(ModelInstance instance, InferenceRequest request)
            throws ExecutionException {
        try {
            return submit(instance, request).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    static CompletableFuture<InferenceResponse> submit(
            ModelInstance instance, InferenceRequest request) {
        return instance.predict(request, CallContext.background()).toCompletableFuture();
    }

    static long deadline() {
        return System.nanoTime() + SOON.toNanos();
    }

    static long pid(ModelInstance instance) {
        return instance.metadata().properties().getLong("pid").orElseThrow();
    }

    static CompletableFuture<Integer> stream(ModelInstance instance, String what) {
        return stream(instance, request(what), () -> {});
    }

    static CompletableFuture<Integer> stream(
            ModelInstance instance, InferenceRequest request, Runnable seeing) {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        instance.predictStream(request, CallContext.background())
                .subscribe(
                        new Flow.Subscriber<>() {
                            private int seen;

                            @Override
                            public void onSubscribe(Flow.Subscription subscription) {
                                subscription.request(Long.MAX_VALUE);
                            }

                            @Override
                            public void onNext(InferenceResponse response) {
                                seen++;
                                seeing.run();
                            }

                            @Override
                            public void onError(Throwable failure) {
                                count.completeExceptionally(failure);
                            }

                            @Override
                            public void onComplete() {
                                count.complete(seen);
                            }
                        });
        return count;
    }

    List<Path> foldersOfChildren() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.toList();
        }
    }

    static List<String> threadsOfChildren() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("child-"))
                .collect(Collectors.toList());
    }
}
