package io.bulkhead.conformance.replay;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Replays folders of cases against any running server: the counterpart of the reference's CLI. */
public final class Replay {
    private static final int MAX_LINES = 6;

    private Replay() {}

    /**
     * Prints what fails, and exits with 1 if anything does.
     *
     * @param args REST base, gRPC target, metrics base, the corpus, folders of cases
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 5) {
            System.err.println(
                    "usage: Replay http://HOST:PORT HOST:PORT http://HOST:PORT CORPUS CASES...");
            System.exit(2);
        }
        Endpoints endpoints =
                new Endpoints(
                        URI.create(args[0]),
                        Optional.of(args[1]),
                        Optional.of(URI.create(args[2])));
        Corpus corpus = new Corpus(Path.of(args[3]));
        int failed = 0;
        try (CaseReplayer replayer = new CaseReplayer(endpoints, corpus)) {
            for (String folder : List.of(args).subList(4, args.length)) {
                failed += replayFolder(replayer, Path.of(folder));
            }
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private static int replayFolder(CaseReplayer replayer, Path folder)
            throws IOException, InterruptedException {
        String suite = folder.getFileName().toString();
        List<RecordedCase> cases = Corpus.readCases(suite, folder);
        int failed = 0;
        for (RecordedCase recorded : cases) {
            List<String> differences = replayer.replay(recorded).differences();
            if (!differences.isEmpty()) {
                failed++;
                System.out.println("FAIL " + recorded.id());
                differences.stream()
                        .limit(MAX_LINES)
                        .forEach(line -> System.out.println("     " + line));
            }
        }
        System.out.printf("%s: %d passed, %d failed%n", suite, cases.size() - failed, failed);
        return failed;
    }
}
