package io.bulkhead.benchmarks;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.host.Distribution;
import io.bulkhead.host.Server;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.dataplane.InferenceAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * What a child JVM costs a request: the same runtime in the server's JVM and in a child, asked in
 * turns through the data plane of one server. A large tensor is compared with its copy through
 * shared memory, into the mapped file and out of it again; once as it is handed to the wires, and
 * once with all its bytes read out of what the child has written.
 *
 * <p>An answer counts as there when the thread that brings it has it, which in a server writes it
 * to the client. The asker of this benchmark sleeps until then; when it is awake again is printed
 * as well.
 */
public final class ChildRoundTrip {
    private static final int WARM_UP = 30_000;
    private static final int LARGE_WARM_UP = 300;
    private static final int[] SIZES = {
        16, 1 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 6 << 20
    };
    private static final String HERE = "identity";
    private static final String CHILD = "identity-child";

    /** Asks, waits, and says when the answer was there, by {@link System#nanoTime}. */
    private interface Asker {
        long ask() throws Exception;
    }

    /** Of each call, in nanoseconds: until the answer was there, and until the asker had it. */
    private static final class Times {
        private final long[] there;
        private final long[] awake;

        Times(int calls) {
            this.there = new long[calls];
            this.awake = new long[calls];
        }
    }

    private final Server server;

    private ChildRoundTrip(Server server) {
        this.server = server;
    }

    /**
     * @param arguments a folder with the models {@code identity} and {@code identity-child}, the
     *     number of rounds, and the sizes in bytes, where others are wanted than the usual
     */
    public static void main(String... arguments) throws Exception {
        if (arguments.length < 2) {
            throw new IllegalArgumentException(
                    "usage: ChildRoundTrip <models> <rounds> [<bytes>...]");
        }
        int[] sizes = Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray();
        Path models = Path.of(arguments[0]);
        try (Server server = new Server(settings(models), Distribution.ofProcess(), Map.of())) {
            server.start();
            new ChildRoundTrip(server)
                    .measure(Integer.parseInt(arguments[1]), sizes.length == 0 ? SIZES : sizes);
        }
    }

    private static ServerSettings settings(Path models) {
        return new ServerSettings(
                "benchmark",
                "127.0.0.1",
                false,
                1,
                new ServerSettings.Rest(0, "", false, 1 << 20, Optional.empty()),
                new ServerSettings.Grpc(0, 1 << 20),
                new ServerSettings.Metrics(0, Optional.empty(), "rest_server"),
                new ServerSettings.Repository(models, true, true, models.resolve(".envs")));
    }

    private void measure(int rounds, int[] sizes) throws Exception {
        System.out.printf(
                "%9s %10s %10s %10s %10s %10s %10s %10s %8s %8s%n",
                "bytes",
                "here µs",
                "child µs",
                "added µs",
                "awake µs",
                "added p99",
                "CPU µs",
                "copy µs",
                "÷ copy",
                "out ÷");
        for (int size : sizes) {
            measure(size, rounds);
        }
    }

    private void measure(int size, int rounds) throws Exception {
        int warmUp = size > 64 << 10 ? LARGE_WARM_UP : WARM_UP;
        int calls = size > 64 << 10 ? LARGE_WARM_UP : WARM_UP / 3;
        InferenceRequest request = InferenceRequest.of(tensor(size));
        try (Copy copy = new Copy(size)) {
            Asker here = () -> ask(HERE, request);
            Asker child = () -> ask(CHILD, request);
            byte[] target = new byte[size];
            Asker out = () -> askAndRead(CHILD, request, target);
            Asker copied = () -> copy.there(request.inputs().get(0).bytes());
            for (Asker warm : List.of(here, child, out, copied)) {
                timed(warm, warmUp);
            }
            List<long[]> hereNanos = new ArrayList<>();
            List<long[]> childNanos = new ArrayList<>();
            List<long[]> awakeNanos = new ArrayList<>();
            List<long[]> outNanos = new ArrayList<>();
            List<long[]> copyNanos = new ArrayList<>();
            long cpu = 0;
            for (int i = 0; i < rounds; i++) {
                hereNanos.add(timed(here, calls).there);
                long before = processorMicros();
                Times times = timed(child, calls);
                cpu += processorMicros() - before;
                childNanos.add(times.there);
                awakeNanos.add(times.awake);
                outNanos.add(timed(out, calls).there);
                copyNanos.add(timed(copied, calls).there);
            }
            double hereP50 = quantile(hereNanos, 0.5);
            double childP50 = quantile(childNanos, 0.5);
            double copyP50 = quantile(copyNanos, 0.5);
            System.out.printf(
                    "%9d %10.1f %10.1f %10.1f %10.1f %10.1f %10.1f %10.1f %8.2f %8.2f%n",
                    size,
                    hereP50,
                    childP50,
                    childP50 - hereP50,
                    quantile(awakeNanos, 0.5),
                    quantile(childNanos, 0.99) - quantile(hereNanos, 0.99),
                    (double) cpu / rounds / calls,
                    copyP50,
                    childP50 / copyP50,
                    quantile(outNanos, 0.5) / copyP50);
        }
    }

    private static Tensor tensor(int bytes) {
        Random random = new Random(42);
        float[] values = new float[bytes / Float.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new Tensor("x", Shape.of(1, values.length), NumericData.of(values));
    }

    /** As {@link #ask}, and has all of the answer's bytes in memory of its own. */
    private long askAndRead(String model, InferenceRequest request, byte[] target)
            throws Exception {
        try (InferenceAnswer answer = infer(model, request).get()) {
            answer.response().outputs().get(0).bytes().get(target);
            return System.nanoTime();
        }
    }

    /** The answer's values are there, to be read by a wire that sends them. */
    private long ask(String model, InferenceRequest request) throws Exception {
        return infer(model, request).thenApply(ChildRoundTrip::read).get();
    }

    private static long read(InferenceAnswer answer) {
        try (answer) {
            ByteBuffer bytes = answer.response().outputs().get(0).bytes();
            if (!bytes.hasRemaining()) {
                throw new IllegalStateException("an answer without values");
            }
            return System.nanoTime();
        }
    }

    private CompletableFuture<InferenceAnswer> infer(String model, InferenceRequest request) {
        return server.dataPlane()
                .infer(model, "", request, CallContext.background())
                .toCompletableFuture();
    }

    private static Times timed(Asker asker, int calls) throws Exception {
        Times times = new Times(calls);
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            times.there[i] = asker.ask() - start;
            times.awake[i] = System.nanoTime() - start;
        }
        return times;
    }

    /** Of the rounds' quantiles the median, in microseconds. */
    private static double quantile(List<long[]> rounds, double share) {
        double[] each =
                rounds.stream()
                        .mapToDouble(
                                nanos -> {
                                    long[] sorted = nanos.clone();
                                    Arrays.sort(sorted);
                                    return sorted[(int) (share * (sorted.length - 1))] / 1e3;
                                })
                        .sorted()
                        .toArray();
        return each[each.length / 2];
    }

    /** Of this process and its children. */
    private static long processorMicros() {
        ProcessHandle self = ProcessHandle.current();
        long own = micros(self);
        return own + self.children().mapToLong(ChildRoundTrip::micros).sum();
    }

    private static long micros(ProcessHandle process) {
        return process.info().totalCpuDuration().map(time -> time.toNanos() / 1_000).orElse(0L);
    }

    /** A tensor's way through a mapped file: put in, and taken out again. */
    private static final class Copy implements AutoCloseable {
        private final Path file;
        private final ByteBuffer shared;
        private final byte[] target;

        Copy(int size) throws IOException {
            Path memory = Path.of("/dev/shm");
            this.file =
                    Files.isDirectory(memory)
                            ? Files.createTempFile(memory, "benchmark", "")
                            : Files.createTempFile("benchmark", "");
            this.target = new byte[size];
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                this.shared = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
            }
        }

        long there(ByteBuffer values) {
            shared.put(0, values, 0, values.remaining());
            shared.get(0, target);
            return System.nanoTime();
        }

        @Override
        public void close() throws IOException {
            Files.delete(file);
        }
    }
}
