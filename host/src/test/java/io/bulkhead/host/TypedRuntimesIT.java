package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.config.SettingsLoader;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Annotated classes on a whole server: compiled with the annotation processor, without it, and with
 * it in a child JVM. One contract holds for all.
 */
class TypedRuntimesIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> KINDS = List.of("written", "reflected", "child");

    @TempDir private static Path work;

    private static final Map<String, Server> SERVERS = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws IOException {
        for (String kind : KINDS) {
            Path place = Files.createDirectories(work.resolve(kind));
            Path plugins = Files.createDirectories(place.resolve("plugins"));
            Path compiled = Files.createDirectories(place.resolve("compiled"));
            TestPlugins sources =
                    switch (kind) {
                        case "reflected" -> new TestPlugins(compiled);
                        case "written" -> TestPlugins.withAdapters(compiled);
                        default -> TestPlugins.withAdaptersBehind(compiled);
                    };
            Path jar = sources.jar("typed", plugins.resolve("typed.jar"));
            assertThat(holds(jar, "com/example/typed/PerRow_Runtime.class"))
                    .isEqualTo(!kind.equals("reflected"));
            for (String name :
                    List.of(
                            "Everything",
                            "scoring",
                            "PerRow",
                            "RowSums",
                            "Records",
                            "Columns",
                            "Words",
                            "Counting",
                            "Faults",
                            "Codes")) {
                model(place, name, name, "");
            }
            model(place, "python", "scoring_py.Scorer", "");
            model(place, "closing", "scoring", "");
            model(place, "full", "com.example.typed.PerRow", "");
            model(place, "broken", "scoring", ",\"fails\":\"yes\"");
            Server server =
                    new Server(settings(place), new Distribution("test", plugins), Map.of());
            SERVERS.put(kind, server);
            server.start();
        }
    }

    private static boolean holds(Path jar, String entry) throws IOException {
        try (java.util.zip.ZipFile file = new java.util.zip.ZipFile(jar.toFile())) {
            return file.getEntry(entry) != null;
        }
    }

    private static void model(Path place, String name, String implementation, String extra)
            throws IOException {
        Path folder = Files.createDirectories(place.resolve("models").resolve(name));
        String isolation = place.endsWith("child") ? "process" : "classloader";
        Files.writeString(
                folder.resolve("model-settings.json"),
                "{\"name\":\"%s\",\"implementation\":\"%s\",\"parameters\":{\"extra\":{\"isolation\":\"%s\"%s}}}"
                        .formatted(name, implementation, isolation, extra));
    }

    private static ServerSettings settings(Path place) {
        Map<String, String> flags =
                new LinkedHashMap<>(
                        Map.of(
                                "host", "127.0.0.1",
                                "http_port", "0",
                                "grpc_port", "0",
                                "metrics_port", "0",
                                "parallel_workers", "1",
                                "environments_dir", place.resolve("environments").toString()));
        return new SettingsLoader(place, Map.of()).load(place.resolve("models"), flags);
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(Server::close);
    }

    static Stream<String> kinds() {
        return KINDS.stream();
    }

    private static HttpResponse<String> send(
            String kind, String method, String path, String body, String... headers)
            throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + SERVERS.get(kind).restPort() + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(30))
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> infer(
            String kind, String model, String body, String... headers) throws Exception {
        return send(kind, "POST", "/v2/models/" + model + "/infer", body, headers);
    }

    private static JsonNode answer(String kind, String model, String body, String... headers)
            throws Exception {
        HttpResponse<String> answer = infer(kind, model, body, headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String input(String name, String datatype, String shape, String data) {
        return "{\"name\":\"%s\",\"datatype\":\"%s\",\"shape\":%s,\"data\":%s}"
                .formatted(name, datatype, shape, data);
    }

    private static String request(String... inputs) {
        return "{\"inputs\":[" + String.join(",", inputs) + "]}";
    }

    private static String with(String parameters, String... inputs) {
        return "{\"parameters\":" + parameters + ",\"inputs\":[" + String.join(",", inputs) + "]}";
    }

    /** Every name with its datatype, shape and data; the answer holds the same. */
    private static final Map<String, List<String>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("flag", List.of("BOOL", "[1]", "[true]"));
        ALL.put("tiny", List.of("INT8", "[1]", "[-128]"));
        ALL.put("small", List.of("INT16", "[1]", "[-32768]"));
        ALL.put("whole", List.of("INT32", "[1]", "[7]"));
        ALL.put("large", List.of("INT64", "[1]", "[9223372036854775807]"));
        ALL.put("real", List.of("FP32", "[1]", "[0.5]"));
        ALL.put("precise", List.of("FP64", "[1]", "[0.1]"));
        ALL.put("boxed", List.of("INT32", "[1]", "[8]"));
        ALL.put("text", List.of("BYTES", "[1]", "[\"caf\u00e9\"]"));
        ALL.put("blob", List.of("BYTES", "[1]", "[\"AP8=\"]"));
        ALL.put("time", List.of("BYTES", "[1]", "[\"2021-08-24T15:01:02.000500+00:00\"]"));
        ALL.put("colour", List.of("BYTES", "[1]", "[\"GREEN\"]"));
        ALL.put("flags", List.of("BOOL", "[2,1]", "[true,false]"));
        ALL.put("pixels", List.of("UINT8", "[3,1]", "[0,128,255]"));
        ALL.put("smalls", List.of("INT16", "[2,1]", "[1,2]"));
        ALL.put("wholes", List.of("INT32", "[2,1]", "[1,2]"));
        ALL.put("larges", List.of("INT64", "[2,1]", "[1,2]"));
        ALL.put("reals", List.of("FP32", "[2,1]", "[1.5,2.5]"));
        ALL.put("precises", List.of("FP64", "[2,1]", "[1.5,2.5]"));
        ALL.put("boxes", List.of("INT32", "[2,1]", "[1,2]"));
        ALL.put("texts", List.of("BYTES", "[2,1]", "[\"a\",\"\"]"));
        ALL.put("blobs", List.of("BYTES", "[2,1]", "[\"AA==\",\"/w==\"]"));
        ALL.put("times", List.of("BYTES", "[1,1]", "[\"1970-01-01T00:00:00+00:00\"]"));
        ALL.put("colours", List.of("BYTES", "[2,1]", "[\"RED\",\"GREEN\"]"));
        ALL.put("matrix", List.of("FP32", "[2,3]", "[1.0,2.0,3.0,4.0,5.0,6.0]"));
        ALL.put("cube", List.of("FP64", "[2,1,2]", "[1.0,2.0,3.0,4.0]"));
        ALL.put("grid", List.of("BYTES", "[2,2]", "[\"a\",\"b\",\"c\",\"d\"]"));
        ALL.put("lists", List.of("INT64", "[1,2]", "[1,2]"));
        ALL.put("rows", List.of("FP32", "[2,1]", "[1.0,2.0]"));
    }

    private static String everything(Map<String, String> otherwise) {
        return request(
                ALL.entrySet().stream()
                        .map(
                                each ->
                                        otherwise.getOrDefault(
                                                each.getKey(),
                                                input(
                                                        each.getKey(),
                                                        each.getValue().get(0),
                                                        each.getValue().get(1),
                                                        each.getValue().get(2))))
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyTypeComesBackAsItWent(String kind) throws Exception {
        JsonNode outputs = answer(kind, "Everything", everything(Map.of())).path("outputs");

        Map<String, List<String>> found = new LinkedHashMap<>();
        outputs.forEach(
                output ->
                        found.put(
                                output.path("name").textValue(),
                                List.of(
                                        output.path("datatype").textValue(),
                                        output.path("shape").toString(),
                                        output.path("data").toString())));
        assertThat(found).containsExactlyEntriesOf(ALL);
        Map<String, String> types = new LinkedHashMap<>();
        outputs.forEach(
                output ->
                        types.put(
                                output.path("name").textValue(),
                                output.at("/parameters/content_type").textValue()));
        assertThat(types)
                .containsEntry("blob", "base64")
                .containsEntry("time", "datetime")
                .containsEntry("colour", "str")
                .containsEntry("matrix", "np");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void onlyOutputsThatAreAskedForAreSent(String kind) throws Exception {
        String body = everything(Map.of());
        body = body.substring(0, body.length() - 1) + ",\"outputs\":[{\"name\":\"cube\"}]}";

        assertThat(answer(kind, "Everything", body).path("outputs").findValuesAsText("name"))
                .containsExactly("cube");
    }

    private static Stream<String[]> kindsTimes(String[]... cases) {
        return KINDS.stream()
                .flatMap(
                        kind ->
                                Stream.of(cases)
                                        .map(
                                                each ->
                                                        Stream.concat(
                                                                        Stream.of(kind),
                                                                        Stream.of(each))
                                                                .toArray(String[]::new)));
    }

    static Stream<String[]> refused() {
        return kindsTimes(
                new String[][] {
                    {
                        "whole",
                        "FP32",
                        "[1]",
                        "[1.0]",
                        "422",
                        "input 'whole': whole numbers are wanted (INT32), found datatype FP32"
                    },
                    {
                        "whole",
                        "BYTES",
                        "[1]",
                        "[\"1\"]",
                        "422",
                        "input 'whole': whole numbers are wanted (INT32), found datatype BYTES"
                    },
                    {
                        "whole",
                        "INT64",
                        "[1]",
                        "[4294967296]",
                        "422",
                        "input 'whole': element 0 is 4294967296, which is out of the range of INT32"
                    },
                    {
                        "large",
                        "UINT64",
                        "[1]",
                        "[18446744073709551615]",
                        "422",
                        "input 'large': element 0 is 18446744073709551615, which is out of the range of INT64"
                    },
                    {
                        "pixels",
                        "INT32",
                        "[2]",
                        "[1,256]",
                        "422",
                        "input 'pixels': element 1 is 256, which is out of the range of UINT8"
                    },
                    {
                        "real",
                        "FP64",
                        "[1]",
                        "[1e300]",
                        "422",
                        "input 'real': element 0 is 1.0E300, which is out of the range of FP32"
                    },
                    {
                        "flag",
                        "INT32",
                        "[1]",
                        "[1]",
                        "422",
                        "input 'flag': datatype BOOL is wanted, found INT32"
                    },
                    {
                        "whole",
                        "INT32",
                        "[2]",
                        "[1,2]",
                        "422",
                        "input 'whole': one value is wanted (shape [1]), found shape [2]"
                    },
                    {
                        "texts",
                        "BYTES",
                        "[2]",
                        "[\"a\",null]",
                        "422",
                        "input 'texts': element 1: is null"
                    },
                    {
                        "texts",
                        "INT32",
                        "[1]",
                        "[1]",
                        "422",
                        "input 'texts': content type 'str' wants datatype BYTES, found INT32"
                    },
                    {
                        "colours",
                        "BYTES",
                        "[1]",
                        "[\"BLUE\"]",
                        "422",
                        "input 'colours': element 0: one of [RED, GREEN] is wanted, found 'BLUE'"
                    },
                    {
                        "matrix",
                        "FP32",
                        "[4]",
                        "[1,2,3,4]",
                        "422",
                        "input 'matrix': shape [-1,-1] is wanted, found [4]"
                    },
                    {
                        "matrix",
                        "FP32",
                        "[1,2,2]",
                        "[1,2,3,4]",
                        "422",
                        "input 'matrix': shape [-1,-1] is wanted, found [1,2,2]"
                    },
                    {
                        "matrix",
                        "FP32",
                        "[2000000000,0]",
                        "[]",
                        "422",
                        "input 'matrix': shape [2000000000,0] is too large for a tensor without data"
                    },
                    {
                        "wholes",
                        "INT32",
                        "[1,2]",
                        "[1,2]",
                        "422",
                        "input 'wholes': shape [-1] is wanted, found [1,2]"
                    },
                });
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatDoesNotFitIsRefusedWithWhatWasFoundAndWanted(
            String kind,
            String name,
            String datatype,
            String shape,
            String data,
            String status,
            String reason)
            throws Exception {
        HttpResponse<String> answer =
                infer(
                        kind,
                        "Everything",
                        everything(Map.of(name, input(name, datatype, shape, data))));

        assertThat(JSON.readTree(answer.body()).path("error").textValue()).isEqualTo(reason);
        assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(status));
    }

    static Stream<String[]> mistaken() {
        String x = input("x", "FP64", "[1,2]", "[1,2]");
        return kindsTimes(
                new String[][] {
                    {
                        request(input("lang", "BYTES", "[1]", "[\"de\"]")),
                        "input 'x' is missing; the model takes 'x', 'lang' (optional), 'weights' (optional)"
                    },
                    {
                        request(x, input("y", "FP64", "[1]", "[1]")),
                        "input 'y' is not one of the model's; it takes 'x', 'lang' (optional), 'weights' (optional)"
                    },
                    {
                        request(input("x", "FP64", "[2,1]", "[1,2]")),
                        "input 'x': shape [-1,2] is wanted, found [2,1]"
                    },
                    {
                        with("{\"bias\":\"much\"}", x),
                        "parameter 'bias': double is wanted, found 'much'"
                    },
                    {with("{\"digits\":1.5}", x), "parameter 'digits': int is wanted, found '1.5'"},
                    {
                        with("{\"mode\":\"WHISPERED\"}", x),
                        "parameter 'mode': one of [PLAIN, SHOUTED] is wanted, found 'WHISPERED'"
                    },
                    {
                        "{\"inputs\":[" + x + "],\"outputs\":[{\"name\":\"z\"}]}",
                        "output 'z' is not one of the model's; it gives 'score'"
                    },
                });
    }

    @ParameterizedTest
    @MethodSource("mistaken")
    void requestsThatDoNotFitTheSignatureAreRefused(String kind, String body, String reason)
            throws Exception {
        HttpResponse<String> answer = infer(kind, "scoring", body);

        assertThat(JSON.readTree(answer.body()).path("error").textValue()).isEqualTo(reason);
        assertThat(answer.statusCode()).isIn(400, 422);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void defaultsStandInForWhatIsLeftOut(String kind) throws Exception {
        JsonNode answer =
                answer(kind, "scoring", request(input("x", "INT32", "[2,2]", "[1,2,3,4]")));

        assertThat(answer.at("/outputs/0/data").toString()).isEqualTo("[3.5,7.5]");
        assertThat(answer.at("/outputs/0/name").textValue()).isEqualTo("score");
        JsonNode parameters = answer.path("parameters");
        assertThat(parameters.path("lang").textValue()).isEqualTo("en");
        assertThat(parameters.path("mode").textValue()).isEqualTo("PLAIN");
        assertThat(parameters.path("digits").intValue()).isEqualTo(-1);
        assertThat(parameters.path("asked").booleanValue()).isFalse();
        assertThat(parameters.path("model").textValue()).isEqualTo("scoring warm");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void inputsParametersAndHeadersReachTheMethodInAnyOrder(String kind) throws Exception {
        HttpResponse<String> response =
                infer(
                        kind,
                        "scoring",
                        with(
                                "{\"bias\":1,\"digits\":3,\"mode\":\"SHOUTED\"}",
                                input("weights", "INT64", "[1]", "[10]"),
                                input("lang", "BYTES", "[1]", "[\"de\"]"),
                                input("x", "FP32", "[1,2]", "[1,2]")),
                        "x-user",
                        "ada",
                        "x-many",
                        "1",
                        "x-many",
                        "2");

        JsonNode answer = JSON.readTree(response.body());
        assertThat(answer.at("/outputs/0/data").toString()).isEqualTo("[14.0]");
        assertThat(answer.at("/parameters/lang").textValue()).isEqualTo("de");
        assertThat(answer.at("/parameters/mode").textValue()).isEqualTo("SHOUTED");
        assertThat(answer.at("/parameters/digits").intValue()).isEqualTo(3);
        assertThat(answer.at("/parameters/many").intValue()).isEqualTo(2);
        assertThat(answer.at("/parameters/asked").booleanValue()).isTrue();
        assertThat(response.headers().firstValue("x-user")).contains("ada");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void checkedExceptionIsAnInternalErrorWithoutDetail(String kind) throws Exception {
        HttpResponse<String> answer =
                infer(
                        kind,
                        "scoring",
                        request(
                                input("x", "FP64", "[1,2]", "[1,2]"),
                                input("lang", "BYTES", "[1]", "[\"fail\"]")));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("error id").doesNotContain("checked");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void metadataAndOpenApiSayWhatTheSignatureSays(String kind) throws Exception {
        JsonNode metadata = JSON.readTree(send(kind, "GET", "/v2/models/scoring", "").body());

        assertThat(metadata.path("platform").textValue()).isEqualTo("scores");
        assertThat(metadata.at("/inputs/0").toString())
                .contains("\"name\":\"x\"", "\"datatype\":\"FP64\"", "\"shape\":[-1,2]");
        assertThat(metadata.at("/inputs/1").toString())
                .contains(
                        "\"name\":\"lang\"", "\"datatype\":\"BYTES\"", "\"content_type\":\"str\"");
        assertThat(metadata.at("/inputs/2/shape").toString()).isEqualTo("[-1]");
        assertThat(metadata.at("/outputs/0").toString())
                .contains("\"name\":\"score\"", "\"datatype\":\"FP64\"", "\"shape\":[-1,1]");
        assertThat(send(kind, "GET", "/v2/models/scoring/docs/dataplane.json", "").body())
                .contains("\"name\":\"lang\"");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void modelsNameARuntimeByItsClassItsNameOrAPythonClass(String kind) throws Exception {
        answer(kind, "python", request(input("x", "FP64", "[1,2]", "[1,2]")));
        answer(kind, "full", request(HOUSES));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void constructorThatFailsKeepsTheModelFromLoading(String kind) throws Exception {
        String index = send(kind, "POST", "/v2/repository/index", "{}").body();

        JsonNode broken =
                JSON.readTree(index).findParents("name").stream()
                        .filter(model -> model.path("name").textValue().equals("broken"))
                        .findFirst()
                        .orElseThrow();
        assertThat(broken.path("state").textValue()).isEqualTo("UNAVAILABLE");
        assertThat(broken.path("reason").textValue()).contains("error id");
    }

    private static final String HOUSES =
            String.join(
                    ",",
                    input("area", "FP64", "[2]", "[50,70.5]"),
                    input("street", "BYTES", "[2]", "[\"Elm\",\"Oak\"]"));

    @ParameterizedTest
    @MethodSource("kinds")
    void methodForOneRowIsCalledForEach(String kind) throws Exception {
        JsonNode outputs =
                answer(
                                kind,
                                "PerRow",
                                request(HOUSES, input("year", "INT32", "[2]", "[1990,2000]")))
                        .path("outputs");

        assertThat(outputs.findValuesAsText("name")).containsExactly("price", "label", "parts");
        assertThat(outputs.at("/0/data").toString()).isEqualTo("[100.0,141.0]");
        assertThat(outputs.at("/1/data").toString()).isEqualTo("[\"Elm/1/1990\",\"Oak/1/2000\"]");
        assertThat(outputs.at("/2/shape").toString()).isEqualTo("[2,2]");
        assertThat(outputs.at("/2/data").toString()).isEqualTo("[50.0,1.0,70.5,1.0]");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void columnsMayBeLeftOutOfRows(String kind) throws Exception {
        JsonNode outputs = answer(kind, "PerRow", with("{\"factor\":1}", HOUSES)).path("outputs");

        assertThat(outputs.at("/0/data").toString()).isEqualTo("[50.0,70.5]");
        assertThat(outputs.at("/1/data").toString()).isEqualTo("[\"Elm/1/?\",\"Oak/1/?\"]");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void columnsOfUnequalLengthsAreRefused(String kind) throws Exception {
        HttpResponse<String> answer =
                infer(kind, "PerRow", request(HOUSES, input("rooms", "INT32", "[3]", "[1,2,3]")));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("input 'rooms': 3 rows, and input 'area' has 2; all want as many");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void stagesOfRowsAreWaitedFor(String kind) throws Exception {
        JsonNode answer =
                answer(
                        kind,
                        "RowSums",
                        request(
                                input("x", "FP32", "[2,3]", "[1,2,3,4,5,6]"),
                                input("name", "BYTES", "[2]", "[\"a\",\"bb\"]")));

        assertThat(answer.at("/outputs/0/data").toString()).isEqualTo("[7.0,17.0]");
        assertThat(answer.at("/outputs/0/name").textValue()).isEqualTo("output-0");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void recordsAreRows(String kind) throws Exception {
        JsonNode outputs =
                answer(
                                kind,
                                "Records",
                                request(
                                        input("name", "BYTES", "[2]", "[\"a\",\"b\"]"),
                                        input("count", "INT32", "[2]", "[1,2]")))
                        .path("outputs");

        assertThat(outputs.at("/0/data").toString()).isEqualTo("[\"b\",\"a\"]");
        assertThat(outputs.at("/1/data").toString()).isEqualTo("[2,1]");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tableTakesTheInputsThatNoOtherTakes(String kind) throws Exception {
        JsonNode outputs =
                answer(
                                kind,
                                "Columns",
                                request(
                                        input("a", "INT32", "[2]", "[1,2]"),
                                        input("note", "BYTES", "[1]", "[\"keep\"]"),
                                        input("b", "BYTES", "[2]", "[\"x\",\"y\"]")))
                        .path("outputs");

        assertThat(outputs.findValuesAsText("name")).containsExactly("a", "b");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void streamsAreSentAsTheyCome(String kind) throws Exception {
        String words = request(input("text", "BYTES", "[1]", "[\"to be or\"]"));
        String count = request(input("to", "INT32", "[1]", "[3]"));

        assertThat(events(send(kind, "POST", "/v2/models/Words/infer_stream", words).body()))
                .isEqualTo("[\"to\"][\"be\"][\"or\"]");
        assertThat(events(send(kind, "POST", "/v2/models/Counting/infer_stream", count).body()))
                .isEqualTo("[0][1][2]");
    }

    private static String events(String body) {
        return body.lines()
                .filter(line -> line.startsWith("data: "))
                .map(
                        line -> {
                            try {
                                return JSON.readTree(line.substring("data: ".length()))
                                        .at("/outputs/0/data")
                                        .toString();
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        })
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void streamOfOneAnswersARequestForNoStream(String kind) throws Exception {
        assertThat(
                        answer(kind, "Counting", request(input("to", "INT32", "[1]", "[1]")))
                                .at("/outputs/0/data")
                                .toString())
                .isEqualTo("[0]");
        HttpResponse<String> several =
                infer(kind, "Words", request(input("text", "BYTES", "[1]", "[\"to be\"]")));
        assertThat(several.statusCode()).isEqualTo(400);
        assertThat(several.body()).contains("the model answers with a stream");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void answersThatCannotBeSentAreTheModelsFault(String kind) throws Exception {
        assertThat(fault(kind, "ragged"))
                .contains(
                        "output 'output-0' cannot be sent: it is ragged: rows of 2 and of 1 values");
        assertThat(fault(kind, "null row")).contains("a value in it is null");
        assertThat(fault(kind, "bug")).contains("error id").doesNotContain("secret");
        assertThat(
                        answer(
                                        kind,
                                        "Faults",
                                        request(input("kind", "BYTES", "[1]", "[\"empty\"]")))
                                .at("/outputs/0/shape")
                                .toString())
                .isEqualTo("[0,0]");
    }

    private static String fault(String kind, String which) throws Exception {
        HttpResponse<String> answer =
                infer(
                        kind,
                        "Faults",
                        request(input("kind", "BYTES", "[1]", "[\"" + which + "\"]")));
        assertThat(answer.statusCode()).isEqualTo(500);
        return answer.body();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void contentTypeOfThePluginsOwnIsRead(String kind) throws Exception {
        JsonNode output =
                answer(kind, "Codes", request(input("secret", "BYTES", "[1]", "[\"uryyb\"]")))
                        .at("/outputs/0");

        assertThat(output.at("/data").toString()).isEqualTo("[\"uryyb!\"]");
        assertThat(output.at("/parameters/content_type").textValue()).isEqualTo("rot13");
    }

    @ParameterizedTest
    @CsvSource({"written", "reflected"})
    void classIsClosedWithItsModel(String kind) throws Exception {
        System.clearProperty("typed.scoring.closed");

        send(kind, "POST", "/v2/repository/models/closing/unload", "");

        assertThat(System.clearProperty("typed.scoring.closed")).isEqualTo("closing");
    }
}
