package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.assertj.core.data.Offset;

/**
 * A library of which two versions are served side by side.
 *
 * @param name for models and folders
 * @param runtime folder of the runtime's sources
 * @param implementation the runtime's name
 * @param older a version
 * @param newer another version
 * @param reportedOlder what the library itself says that it is, in the older version
 * @param reportedNewer the same for the newer version
 * @param nativeFile the file that is mapped; empty if it is pure Java
 * @param artefact a file of the corpus, or text to write; empty if none is needed
 * @param request what it is asked
 * @param answer what it must answer, in the output {@code answer}; none to check nothing
 */
record MatrixLibrary(
        String name,
        String runtime,
        String implementation,
        String older,
        String newer,
        String reportedOlder,
        String reportedNewer,
        Optional<String> nativeFile,
        Optional<String> artefact,
        String request,
        List<Double> answer) {

    private static final String FIVE_BY_FIVE =
            """
            {"inputs": [{"name": "x", "shape": [5, 5], "datatype": "FP32", "data": [
              0.88, 0.494, -1.571, 0.643, -0.207,
              -1.741, 0.54, -0.375, 0.732, -0.292,
              0.444, 0.144, 0.761, 1.454, 0.122,
              -0.312, 1.593, 0.308, -0.259, -1.378,
              -0.132, -1.742, 0.605, -1.303, 0.896]}]}
            """;

    private static final String FIVE_BY_SIX =
            """
            {"inputs": [{"name": "x", "shape": [5, 6], "datatype": "FP32", "data": [
              17.99, 10.38, 122.8, 1001.0, 0.118, 0.278,
              12.31, 16.52, 79.19, 470.9, 0.092, 0.068,
              13.74, 17.91, 88.12, 585.0, 0.079, 0.064,
              13.27, 17.02, 84.55, 546.4, 0.084, 0.05,
              10.51, 23.09, 66.85, 334.2, 0.102, 0.068]}]}
            """;

    private static final String FIVE_BY_EIGHT =
            """
            {"inputs": [{"name": "x", "shape": [5, 8], "datatype": "FP32", "data": [
              -0.643, -0.491, -0.699, -0.619, -1.484, -1.194, -0.934, -0.875,
              1.821, -0.248, 1.869, 1.928, 1.17, 1.25, 2.201, 2.27,
              -1.508, -0.847, -1.463, -1.198, -0.968, -0.429, -0.431, -0.553,
              1.324, -1.998, 1.513, 1.244, 1.613, 3.32, 2.833, 2.754,
              -1.325, 0.396, -1.311, -1.106, 0.58, -0.41, -0.754, -0.795]}]}
            """;

    private static final String TEXT =
            """
            {"inputs": [{"name": "x", "shape": [1], "datatype": "BYTES", "data": ["b a b"]}]}
            """;

    private static final String ANYTHING =
            """
            {"inputs": [{"name": "x", "shape": [1], "datatype": "FP32", "data": [1]}]}
            """;

    private static final String TOKENIZER =
            """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
             "normalizer": null, "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null,
             "decoder": null, "model": {"type": "WordLevel", "vocab": {"?": 0, "a": 1, "b": 2},
                                        "unk_token": "?"}}
            """;

    static List<MatrixLibrary> all() {
        return List.of(
                natives(
                        "onnxruntime",
                        List.of("1.20.0", version("onnxruntime")),
                        List.of("1.20.0", version("onnxruntime")),
                        "libonnxruntime.so",
                        "runtimes-onnx/sk-logistic-binary/model.onnx",
                        FIVE_BY_EIGHT,
                        1,
                        0,
                        1,
                        0,
                        1),
                natives(
                        "xgboost",
                        List.of("1.7.6", version("xgboost4j")),
                        List.of("1.7.6", version("xgboost4j")),
                        "libxgboost4j.so",
                        "runtimes/xgb-base-score/model.json",
                        FIVE_BY_FIVE),
                natives(
                        "lightgbm",
                        List.of("3.3.2-5", version("lightgbm4j")),
                        List.of("v3", "v4"),
                        "lib_lightgbm.so",
                        "runtimes/lgb-binary/model.bst",
                        FIVE_BY_SIX,
                        0.2333157474871528,
                        0.7715804197096414,
                        0.7681140354089678,
                        0.7251717558646066,
                        0.6780494490510797),
                natives(
                        "catboost",
                        List.of("1.1.1", version("catboost")),
                        List.of("1.1.1", version("catboost")),
                        "libcatboost4j-prediction.so",
                        "runtimes/cat-regressor/model.cbm",
                        FIVE_BY_FIVE,
                        -88.19436358556482,
                        -54.966520411876736,
                        82.5114304760134,
                        8.258872435476341,
                        -18.429056975315756),
                natives(
                        "tokenizers",
                        List.of("0.29.0", "0.38.0"),
                        List.of("0.19.1-0.29.0", "0.21.0-0.38.0"),
                        "libtokenizers.so",
                        TOKENIZER,
                        TEXT,
                        2,
                        1,
                        2),
                pureJava("jackson", "2.9.10", version("jackson")),
                pureJava("protobuf", "3.25.5", version("protobuf"), 3.25));
    }

    private static String version(String library) {
        return System.getProperty(library + ".version");
    }

    private static MatrixLibrary natives(
            String name,
            List<String> versions,
            List<String> reported,
            String nativeFile,
            String artefact,
            String request,
            double... answer) {
        return new MatrixLibrary(
                name,
                name,
                "native-" + name,
                versions.get(0),
                versions.get(1),
                reported.get(0),
                reported.get(1),
                Optional.of(nativeFile),
                Optional.of(artefact),
                request,
                DoubleStream.of(answer).boxed().toList());
    }

    private static MatrixLibrary pureJava(
            String name, String older, String newer, double... answer) {
        return new MatrixLibrary(
                name,
                name,
                name,
                older,
                newer,
                older,
                newer,
                Optional.empty(),
                Optional.empty(),
                ANYTHING,
                DoubleStream.of(answer).boxed().toList());
    }

    /** The folder of its jars. */
    String libraries(boolean isNew) {
        return name + "-" + (isNew ? newer : older);
    }

    String reported(boolean isNew) {
        return isNew ? reportedNewer : reportedOlder;
    }

    void layOut(TestRepository models, Path folder) throws IOException {
        if (artefact.filter(TOKENIZER::equals).isPresent()) {
            Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
        } else if (artefact.isPresent()) {
            models.copyFromCorpus(artefact.get(), folder);
        }
    }

    void checkAnswer(JsonNode response) {
        for (int i = 0; i < answer.size(); i++) {
            double found = ModelClient.output(response, "answer").path(i).asDouble();
            assertThat(found).as(name).isCloseTo(answer.get(i), Offset.offset(1e-6));
        }
    }

    /** What is mapped in a process is this version's build and no other. */
    void checkMapped(long pid, boolean isNew) throws IOException {
        List<String> mapped = new ArrayList<>();
        for (Path file : mappedFiles(pid)) {
            mapped.add(sha256(Files.newInputStream(file)));
        }
        assertThat(mapped).as(name + " in " + pid).containsOnly(inJar(isNew));
    }

    private List<Path> mappedFiles(long pid) throws IOException {
        // Libraries are unpacked under names of their own, which keep the stem.
        String stem = nativeFile.orElseThrow().replace(".so", "");
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
            return lines.map(line -> line.replaceFirst("^(\\S+\\s+){5}", ""))
                    .filter(path -> isMine(path, stem))
                    .distinct()
                    .map(Path::of)
                    .toList();
        }
    }

    private static boolean isMine(String path, String stem) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.matches(stem + "(?!4j_jni|_swig).*");
    }

    private String inJar(boolean isNew) throws IOException {
        Path folder = Path.of(System.getProperty("bulkhead.libraries"), libraries(isNew));
        try (Stream<Path> jars = Files.list(folder)) {
            for (Path jar : jars.toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    var entry =
                            zip.stream()
                                    .filter(e -> e.getName().matches(".*linux.*(x86_64|x64)/.*"))
                                    .filter(e -> e.getName().endsWith("/" + nativeFile.get()))
                                    .findFirst();
                    if (entry.isPresent()) {
                        return sha256(zip.getInputStream(entry.get()));
                    }
                }
            }
        }
        throw new AssertionError("no " + nativeFile + " in " + folder);
    }

    private static String sha256(InputStream stream) throws IOException {
        try (stream) {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(stream.readAllBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
