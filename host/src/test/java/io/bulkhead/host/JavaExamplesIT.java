package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bulkhead.host.plugin.JacksonJars;
import io.bulkhead.host.plugin.TestPlugins;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in {@code examples/java}: each built as its page says, laid beside its settings. */
class JavaExamplesIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path EXAMPLES = Path.of("..", "examples", "java");

    /** Those that bring a library. */
    private static final List<String> WITH_JACKSON = List.of("numpyro-divorce", "json-hello-world");

    @TempDir private static Path work;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        TestPlugins plugins =
                TestPlugins.withAdapters(Files.createDirectories(work.resolve("compiled")));
        for (String example : examples()) {
            Path sources = EXAMPLES.resolve(example).resolve("src/main/java");
            Path model = Files.createDirectories(work.resolve("models").resolve(example));
            copy(modelOf(example), model);
            if (WITH_JACKSON.contains(example)) {
                plugins.zipOf(
                        sources,
                        model.resolve(example + ".zip"),
                        JacksonJars.paths().toArray(Path[]::new));
            } else {
                plugins.jarOf(sources, model.resolve(example + ".jar"));
            }
        }
        Path none = Files.createDirectories(work.resolve("plugins"));
        server = TestServers.start(work, none);
    }

    /** A project that the archetype makes has a folder for models. */
    private static Path modelOf(String example) {
        Path folder = EXAMPLES.resolve(example);
        Path one = folder.resolve("model");
        return Files.isDirectory(one) ? one : folder.resolve("models").resolve(example);
    }

    private static List<String> examples() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> post(String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.restPort() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode infer(String model, String inputs) throws Exception {
        HttpResponse<String> answer =
                post("/v2/models/" + model + "/infer", "{\"inputs\":[" + inputs + "]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("outputs");
    }

    private static String text(String name, String... texts) throws IOException {
        return "{\"name\":\"%s\",\"shape\":[%d],\"datatype\":\"BYTES\",\"data\":%s}"
                .formatted(name, texts.length, JSON.writeValueAsString(texts));
    }

    @Test
    void everyExampleIsServed() throws Exception {
        String index = post("/v2/repository/index", "{}").body();

        assertThat(JSON.readTree(index).findValuesAsText("state"))
                .hasSameSizeAs(examples())
                .containsOnly("READY");
    }

    @Test
    void housesArePriced() throws Exception {
        JsonNode outputs =
                infer(
                        "house-prices",
                        "{\"name\":\"area\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[50,70.5]},"
                                + text("street", "Elm Street", "Oak Road"));

        assertThat(outputs.at("/0/data").toString()).isEqualTo("[251000.0,212500.0]");
        assertThat(outputs.at("/1/data").toString())
                .isEqualTo("[\"Elm Street at 5000.0\",\"Oak Road at 3000.0\"]");
    }

    @Test
    void numpyroModelAnswersWithTheMeanOfItsPrediction() throws Exception {
        JsonNode outputs =
                infer(
                        "numpyro-divorce",
                        "{\"name\":\"marriage\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[28.0]}");

        assertThat(outputs.at("/0/data/0").doubleValue()).isEqualTo(9.81, within(1e-9));
    }

    @Test
    void jsonDocumentsGoInAndOut() throws Exception {
        String document = "{\"name\": \"Foo Bar\", \"message\": \"Hello from Client (REST)!\"}";
        JsonNode outputs = infer("json-hello-world", text("echo_request", document));

        assertThat(outputs.at("/0/name").textValue()).isEqualTo("echo_response");
        JsonNode answer = JSON.readTree(outputs.at("/0/data/0").textValue());
        assertThat(answer.at("/request/echo_request")).isEqualTo(JSON.readTree(document));
        assertThat(answer.path("server_response").textValue()).contains("Hello from the server");
    }

    @Test
    void documentsAreCompared() throws Exception {
        JsonNode outputs =
                infer("doc-sim-model", text("docs", "Barbie is a film", "Oppenheimer is a film"));

        assertThat(outputs.at("/0/data/0").doubleValue()).isEqualTo(0.75);
        assertThat(
                        post(
                                        "/v2/models/doc-sim-model/infer",
                                        "{\"inputs\":[" + text("docs", "one") + "]}")
                                .body())
                .contains("input 'docs': two documents are wanted, found 1");
    }

    @Test
    void picturesAreDecodedAndEncodedByTheCodecOfThePlugin() throws Exception {
        BufferedImage black = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(black, "png", png);

        JsonNode outputs =
                infer(
                        "negative",
                        text("picture", Base64.getEncoder().encodeToString(png.toByteArray())));

        assertThat(outputs.at("/0/parameters/content_type").textValue()).isEqualTo("image");
        byte[] answer = Base64.getDecoder().decode(outputs.at("/0/data/0").textValue());
        BufferedImage white = ImageIO.read(new ByteArrayInputStream(answer));
        assertThat(white.getRGB(1, 0)).isEqualTo(0xFFFFFFFF);
        assertThat(outputs.at("/1/data/0").doubleValue()).isEqualTo(1.0);
        assertThat(
                        post(
                                        "/v2/models/negative/infer",
                                        "{\"inputs\":[" + text("picture", "none") + "]}")
                                .body())
                .contains("input 'picture': a picture in base64 is wanted");
    }

    @Test
    void headersAreReadAndSent() throws Exception {
        HttpResponse<String> answer =
                post(
                        "/v2/models/greeter/infer",
                        "{\"inputs\":[" + text("greeting", "Hello") + "]}",
                        "X-User",
                        "Ada");

        assertThat(JSON.readTree(answer.body()).at("/outputs/0/data/0").textValue())
                .isEqualTo("Hello, Ada");
        assertThat(answer.headers().firstValue("x-greeted")).contains("Ada");
    }

    @Test
    void metricIsExposed() throws Exception {
        infer(
                "totals",
                "{\"name\":\"amounts\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[30,4]}");

        String metrics =
                CLIENT.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + server.metricsPort()
                                                                + "/metrics"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        assertThat(metrics).containsPattern("my_custom_metric_sum\\{model_name=\"totals\".*} 34.0");
    }

    @Test
    void contentTypesComeFromTheRequestFromTheSettingsAndFromThePluginsOwnCodec() throws Exception {
        JsonNode outputs =
                infer(
                        "content-type-example",
                        """
                        {"name": "metadata-np", "datatype": "INT32", "shape": [2, 2],
                         "data": [1, 2, 3, 4]},
                        {"name": "metadata-str", "datatype": "BYTES", "shape": [1],
                         "data": ["hello world"]},
                        {"name": "image-int32", "datatype": "INT32", "shape": [2, 2],
                         "data": [1, 0, 1, 0], "parameters": {"content_type": "img"}},
                        {"name": "image-bytes", "datatype": "BYTES", "shape": [1],
                         "data": ["1010"], "parameters": {"content_type": "img"}}\
                        """);

        assertThat(outputs.at("/0/data/0").textValue()).isEqualTo("INT32 [2,2]");
        assertThat(outputs.at("/1/data/0").textValue()).isEqualTo("[hello world]");
        assertThat(outputs.at("/2/data/0").textValue()).isEqualTo("<Picture 2x2>");
        assertThat(outputs.at("/3/data/0").textValue()).isEqualTo("<Picture 2x2>");
    }

    @Test
    void streamsComeWordByWord() throws Exception {
        String body = "{\"inputs\":[" + text("text", "to be or") + "]}";

        assertThat(
                        post("/v2/models/text-stream/infer_stream", body)
                                .body()
                                .lines()
                                .filter(line -> line.startsWith("data:")))
                .hasSize(3)
                .last()
                .asString()
                .contains("\"data\":[\"or\"]");
    }

    @Test
    void endpointAnswers() throws Exception {
        assertThat(post("/my-custom-endpoint", "four").body()).isEqualTo("{\"length\": 4}");
        assertThat(infer("lengths", text("text", "four")).at("/0/data/0").intValue()).isEqualTo(4);
    }
}
