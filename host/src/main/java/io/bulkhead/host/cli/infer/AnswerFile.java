package io.bulkhead.host.cli.infer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The output. As long as not all lines of the input have an answer, a file {@code
 * OUTPUT.unfinished} lies beside it; who finds that goes on after the answers that are there.
 * Answers are written whole, so that a run may end at any time. Thread-safe.
 */
final class AnswerFile implements Closeable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String SUFFIX = ".unfinished";

    private final Path marker;
    private final OutputStream out;
    private final BitSet before;
    private long answered;
    private long failed;

    private AnswerFile(Path marker, OutputStream out, BitSet before, long failedBefore) {
        this.marker = marker;
        this.out = out;
        this.before = before;
        this.failed = failedBefore;
    }

    static AnswerFile open(BatchJob job) throws IOException, BatchException {
        Path marker = Path.of(job.output() + SUFFIX);
        String source = source(job);
        boolean goesOn = !job.restart() && Files.exists(marker) && Files.exists(job.output());
        if (goesOn) {
            requireSame(Files.readString(marker), source, job.output());
        } else {
            Files.write(job.output(), new byte[0]);
            Files.writeString(marker, source);
        }
        BitSet before = new BitSet();
        long failedBefore = goesOn ? scan(job.output(), before) : 0;
        OutputStream out = Files.newOutputStream(job.output(), StandardOpenOption.APPEND);
        return new AnswerFile(marker, out, before, failedBefore);
    }

    /** What the lines' numbers mean something for. */
    private static String source(BatchJob job) throws IOException {
        Path input = job.input().toRealPath();
        return "model "
                + job.model()
                + "\ninput "
                + input
                + "\nsize "
                + Files.size(input)
                + "\nmodified "
                + Files.getLastModifiedTime(input)
                + "\n";
    }

    private static void requireSame(String found, String source, Path output)
            throws BatchException {
        if (!found.equals(source)) {
            throw new BatchException(
                    output
                            + " is of an interrupted run with another input or model; finish that"
                            + " one, or begin anew with --restart. It was:\n"
                            + found.strip());
        }
    }

    /** Notes which lines have their answer, and cuts off one that is not whole. */
    private static long scan(Path output, BitSet answered) throws IOException, BatchException {
        long end = 0;
        long failed = 0;
        try (LineReader lines = new LineReader(output, Integer.MAX_VALUE - 8)) {
            for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (line.get().bytes() == line.get().text().length) {
                    break; // the last one, without a line break
                }
                answered.set(index(line.get(), output));
                failed += isFailed(line.get()) ? 1 : 0;
                end += line.get().bytes();
            }
        }
        try (FileChannel channel = FileChannel.open(output, StandardOpenOption.WRITE)) {
            channel.truncate(end);
        }
        return failed;
    }

    private static boolean isFailed(Line line) {
        byte[] start = AnswerLine.FAILED.getBytes(StandardCharsets.US_ASCII);
        int end = Math.min(start.length, line.text().length);
        return Arrays.equals(line.text(), 0, end, start, 0, start.length);
    }

    private static int index(Line line, Path output) throws BatchException {
        String place = output + ", line " + (line.index() + 1);
        try (JsonParser parser = JSON.createParser(line.text())) {
            OptionalInt index = index(parser);
            if (index.isPresent()) {
                return index.getAsInt();
            }
        } catch (IOException e) {
            throw new BatchException(place + ": no answer of an earlier run; use --restart", e);
        }
        throw new BatchException(place + ": no answer of an earlier run; use --restart");
    }

    /** {@code parameters.batch_index}, which stands before the outputs. */
    private static OptionalInt index(JsonParser parser) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean parameters = parser.currentName().equals("parameters");
            if (parser.nextToken() == JsonToken.START_OBJECT && parameters) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean wanted = parser.currentName().equals(AnswerLine.INDEX);
                    if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && wanted) {
                        return OptionalInt.of(parser.getIntValue());
                    }
                    parser.skipChildren();
                }
            } else {
                parser.skipChildren();
            }
        }
        return OptionalInt.empty();
    }

    /** Whether an earlier run has answered this line. */
    boolean hasAnswerTo(int index) {
        return before.get(index);
    }

    /** How many lines an earlier run has answered. */
    int answeredBefore() {
        return before.cardinality();
    }

    synchronized void write(List<AnswerLine> lines) throws IOException {
        int length = lines.stream().mapToInt(line -> line.text().length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (AnswerLine line : lines) {
            System.arraycopy(line.text(), 0, all, at, line.text().length);
            at += line.text().length;
            answered++;
            failed += line.isFailed() ? 1 : 0;
        }
        out.write(all);
    }

    /** How many lines this run has answered. */
    synchronized long answered() {
        return answered;
    }

    /** How many lines have a reason instead of an answer, those of earlier runs included. */
    synchronized long failed() {
        return failed;
    }

    /** Every line has its answer. */
    void finish() throws IOException {
        Files.deleteIfExists(marker);
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
