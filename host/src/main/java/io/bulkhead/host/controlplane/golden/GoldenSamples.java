package io.bulkhead.host.controlplane.golden;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.plugin.PluginCall;
import io.bulkhead.host.runtime.ModelInstance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The samples in the folder {@code golden} of a model: asked of a copy that is loaded and does not
 * serve yet. A copy that answers one of them otherwise never takes over.
 */
public final class GoldenSamples {
    private static final Logger LOG = LoggerFactory.getLogger(GoldenSamples.class);
    private static final String FOLDER = "golden";
    private static final String ENDING = ".json";

    private final GoldenSampleReader reader;
    private final Limits limits;

    /**
     * What a folder may ask for.
     *
     * @param files how many samples
     * @param bytes how large one of them
     * @param time how long all of them together may take
     */
    public record Limits(int files, int bytes, Duration time) {
        /** Enough for samples, and a load still ends. */
        public static final Limits STANDARD = new Limits(100, 16 << 20, Duration.ofSeconds(60));
    }

    /** Reads nothing yet. */
    public GoldenSamples(GoldenSampleReader reader, Limits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    /**
     * The files of the samples, sorted, one more than are allowed at most; empty without a folder.
     *
     * @throws ServingException if the folder cannot be read
     */
    public List<Path> files(Path modelFolder) {
        Path folder = modelFolder.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(GoldenSamples::isSample)
                    .limit(limits.files() + 1L)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw ServingException.loadFailed(FOLDER + ": the folder cannot be read", e);
        }
    }

    private static boolean isSample(Path file) {
        return file.toString().endsWith(ENDING) && Files.isRegularFile(file);
    }

    /**
     * Asks all of them, one after the other.
     *
     * @throws ServingException with file, output, index, what was expected and what found, if one
     *     is not answered as it should be; or with what is wrong with a file
     */
    public void check(List<Path> files, ModelInstance instance) {
        if (files.isEmpty()) {
            return;
        }
        if (files.size() > limits.files()) {
            throw failed(FOLDER, "at most " + limits.files() + " files are allowed, found more");
        }
        long start = System.nanoTime();
        long deadline = start + limits.time().toNanos();
        for (Path file : files) {
            String name = FOLDER + "/" + file.getFileName();
            check(name, read(name, file), instance, deadline);
        }
        LOG.info(
                "Samples in '{}' that were answered as expected: {}, in {} ms",
                FOLDER,
                files.size(),
                Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    private GoldenSample read(String name, Path file) {
        byte[] text;
        try (InputStream in = Files.newInputStream(file)) {
            text = in.readNBytes(limits.bytes() + 1);
        } catch (IOException e) {
            throw ServingException.loadFailed(name + ": cannot be read", e);
        }
        if (text.length > limits.bytes()) {
            throw failed(name, "larger than the " + limits.bytes() + " bytes that are allowed");
        }
        try {
            return reader.read(text);
        } catch (ServingException e) {
            throw ServingException.loadFailed(name + ": " + e.reason(), e);
        }
    }

    private void check(String name, GoldenSample sample, ModelInstance instance, long deadline) {
        CallContext call = new CallContext(Map::of, deadline);
        try {
            InferenceResponse answer =
                    instance.predict(sample.request(), call)
                            .toCompletableFuture()
                            .get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            requireSame(name, sample, answer);
        } catch (ExecutionException e) {
            requireRefused(
                    name, sample, PluginCall.causeOf(Objects.requireNonNullElse(e.getCause(), e)));
        } catch (TimeoutException e) {
            call.cancel();
            throw failed(
                    name,
                    "no answer within the "
                            + limits.time().toMillis()
                            + " ms that all samples have together");
        } catch (InterruptedException e) {
            call.cancel();
            Thread.currentThread().interrupt();
            throw failed(name, "interrupted while the model was asked");
        }
    }

    private static void requireSame(String name, GoldenSample sample, InferenceResponse answer) {
        if (sample.refusal().isPresent()) {
            throw failed(name, "error '" + sample.refusal().get() + "' expected, found an answer");
        }
        Optional<String> difference =
                AnswerComparison.difference(sample.outputs(), answer.outputs(), sample.tolerance());
        if (difference.isPresent()) {
            throw failed(name, difference.get());
        }
    }

    private static void requireRefused(String name, GoldenSample sample, Throwable failure) {
        String reason =
                failure instanceof ServingException told ? told.reason() : "an unexplained failure";
        if (sample.refusal().isEmpty()) {
            throw failed(name, "an answer expected, found error '" + reason + "'");
        }
        if (!reason.contains(sample.refusal().get())) {
            throw failed(
                    name,
                    "error '" + sample.refusal().get() + "' expected, found '" + reason + "'");
        }
    }

    private static ServingException failed(String where, String problem) {
        return ServingException.loadFailed(where + ": " + problem, null);
    }
}
