package io.bulkhead.conformance.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The reference in Python: {@code corpus/replay}. Needs Python 3 with grpcio and protobuf. */
final class ReferenceReplayer {
    private static final String PYTHON = System.getProperty("conformance.python", "python3");
    private static final long TIMEOUT_MINUTES = 5;

    private final Path script;

    ReferenceReplayer(Corpus corpus) {
        this.script = corpus.referenceReplayer();
    }

    /** Whether this machine can run it. */
    static boolean isAvailable() throws InterruptedException {
        try {
            return run(List.of(PYTHON, "-c", "import grpc, google.protobuf"), Path.of("target"))
                    == 0;
        } catch (IOException e) {
            return false; // there is no Python at all
        }
    }

    /**
     * Replays the cases in a folder.
     *
     * @param scratch for its report
     * @return by the case's name, whether it passed
     */
    Map<String, Boolean> verdicts(Endpoints endpoints, Path cases, Path scratch)
            throws IOException, InterruptedException {
        Path report = Files.createTempFile(scratch, "reference-", ".xml");
        int exit =
                run(
                        List.of(
                                PYTHON,
                                script.toAbsolutePath().toString(),
                                "--rest=" + endpoints.rest(),
                                "--grpc=" + endpoints.grpc().orElse(""),
                                "--metrics=" + endpoints.metrics().map(URI::toString).orElse(""),
                                "--junit=" + report,
                                cases.toAbsolutePath().toString()),
                        scratch);
        assertThat(exit).as("0: all passed; 1: some failed").isBetween(0, 1);
        return parse(report);
    }

    private static int run(List<String> command, Path scratch)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Files.createDirectories(scratch);
        builder.redirectOutput(Files.createTempFile(scratch, "reference-", ".log").toFile());
        builder.environment().put("no_proxy", "127.0.0.1");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES))
                    .as("the reference ends within %d minutes", TIMEOUT_MINUTES)
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Map<String, Boolean> parse(Path report) throws IOException {
        try {
            var document =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(report.toFile());
            NodeList cases = document.getElementsByTagName("testcase");
            Map<String, Boolean> verdicts = new TreeMap<>();
            for (int i = 0; i < cases.getLength(); i++) {
                Element one = (Element) cases.item(i);
                verdicts.put(
                        one.getAttribute("name"), one.getElementsByTagName("*").getLength() == 0);
            }
            return verdicts;
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(report + " is no report", e);
        }
    }
}
