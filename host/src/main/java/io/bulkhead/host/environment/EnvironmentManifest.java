package io.bulkhead.host.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an environment's archive says of itself, in a file beside its contents.
 *
 * @param name for logs
 * @param sources what it was made of: coordinates, file names
 * @param javaNeeded the oldest Java that its classes run on
 * @param bundledJava the version of the Java that it brings
 * @param platform of its native libraries and its Java; {@code any} if it has none
 * @param contents every file in it but this one
 */
public record EnvironmentManifest(
        String name,
        List<String> sources,
        int javaNeeded,
        Optional<String> bundledJava,
        String platform,
        List<Content> contents) {
    /** Its name in the archive. */
    public static final String FILE = "bulkhead-environment.json";

    /** Runs everywhere. */
    public static final String ANY_PLATFORM = "any";

    private static final int FORMAT = 1;
    private static final int MAX_BYTES = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies the lists. */
    public EnvironmentManifest {
        sources = List.copyOf(sources);
        contents = List.copyOf(contents);
    }

    /**
     * One file.
     *
     * @param path relative, with slashes
     */
    public record Content(String path, long bytes, String sha256) {}

    /** This machine's, as in {@code linux-x86_64}. */
    public static String platformOfThisMachine() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String name = system.startsWith("mac") ? "macos" : system.replaceFirst("(windows).*", "$1");
        String processor = System.getProperty("os.arch", "");
        return name
                + "-"
                + switch (processor) {
                    case "amd64" -> "x86_64";
                    case "arm64" -> "aarch64";
                    default -> processor;
                };
    }

    /** As the file holds it, the same for the same contents. */
    public byte[] toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("name", name);
        ArrayNode from = root.putArray("sources");
        sources.forEach(from::add);
        root.put("java", javaNeeded);
        bundledJava.ifPresent(version -> root.put("bundled_java", version));
        root.put("platform", platform);
        ArrayNode files = root.putArray("contents");
        for (Content content : contents) {
            ObjectNode file = files.addObject();
            file.put("path", content.path());
            file.put("bytes", content.bytes());
            file.put("sha256", content.sha256());
        }
        try {
            String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
            return (text.replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads that of an unpacked environment.
     *
     * @return empty if it has none
     * @throws IOException if it has one that cannot be read
     */
    static Optional<EnvironmentManifest> in(Path root) throws IOException {
        Path file = root.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(FILE + " is larger than " + MAX_BYTES + " bytes");
        }
        try {
            return Optional.of(of(JSON.readTree(Files.readAllBytes(file))));
        } catch (JsonProcessingException e) {
            throw new IOException(FILE + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static EnvironmentManifest of(JsonNode root) throws IOException {
        if (root.path("format").asInt() != FORMAT) {
            throw new IOException(
                    FILE
                            + " has format "
                            + root.path("format").asText("none")
                            + ", and this server reads "
                            + FORMAT);
        }
        List<String> sources = new ArrayList<>();
        root.path("sources").forEach(source -> sources.add(source.asText()));
        List<Content> contents = new ArrayList<>();
        for (JsonNode file : root.path("contents")) {
            contents.add(
                    new Content(
                            file.path("path").asText(),
                            file.path("bytes").asLong(-1),
                            file.path("sha256").asText()));
        }
        return new EnvironmentManifest(
                root.path("name").asText("environment"),
                sources,
                root.path("java").asInt(),
                Optional.ofNullable(root.get("bundled_java")).map(JsonNode::asText),
                root.path("platform").asText(ANY_PLATFORM),
                contents);
    }

    /**
     * Compares with what is there.
     *
     * @return what differs, in words; none if all is as it says
     */
    List<String> differences(Path root) throws IOException {
        Map<String, Path> found = new HashMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            tree.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !Files.isSymbolicLink(file))
                    .forEach(file -> found.put(slashed(root.relativize(file)), file));
        }
        found.remove(FILE);
        List<String> differences = new ArrayList<>();
        for (Content content : contents) {
            Path file = found.remove(content.path());
            if (file == null) {
                differences.add("'" + content.path() + "' is missing");
            } else if (Files.size(file) != content.bytes()
                    || !Digests.sha256(file).equals(content.sha256())) {
                differences.add("'" + content.path() + "' is not what the manifest says");
            }
        }
        found.keySet().stream()
                .sorted()
                .forEach(path -> differences.add("'" + path + "' is not in the manifest"));
        return differences;
    }

    static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    /**
     * Why it does not run here; empty if it does.
     *
     * @param javaRunning the Java that it is to run on
     */
    String objection(int javaRunning) {
        if (!platform.equals(ANY_PLATFORM) && !platform.equals(platformOfThisMachine())) {
            return "it is made for " + platform + ", and this is " + platformOfThisMachine();
        }
        return javaNeeded > javaRunning
                ? "it needs Java " + javaNeeded + ", and is to run on Java " + javaRunning
                : "";
    }
}
