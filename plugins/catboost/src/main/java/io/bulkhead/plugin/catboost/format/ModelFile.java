package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.JsonDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model file; what it holds is told by its first bytes, never by its name. */
public final class ModelFile {
    private static final int HEAD = 4096;

    private final Path path;

    public ModelFile(Path path) {
        this.path = path;
    }

    /**
     * Reads all of it.
     *
     * @throws MalformedModelException if it is no model that this runtime reads, or a broken one
     * @throws IOException if the file cannot be read
     */
    public ModelDocument read() throws IOException {
        String head = head();
        if (head.startsWith(BinaryModelReader.MAGIC)) {
            return new BinaryModelReader(content()).read();
        }
        if (head.startsWith("{")) {
            return readJson();
        }
        throw new MalformedModelException(
                head.isEmpty()
                        ? "the file is empty"
                        : "neither CatBoost's binary format nor JSON; save it as 'cbm' or 'json'");
    }

    /** Whether the first bytes are those of a CatBoost model. */
    public boolean looksLikeModel() throws IOException {
        String head = head();
        return head.startsWith(BinaryModelReader.MAGIC)
                || (head.startsWith("{")
                        && (head.contains("\"ctr_data\"") || head.contains("\"features_info\"")));
    }

    private ModelDocument readJson() throws IOException {
        try (InputStream input = new BufferedInputStream(Files.newInputStream(path));
                JsonDocument reader = JsonDocument.of(input)) {
            return new JsonModelReader(reader).read();
        }
    }

    private byte[] content() throws IOException {
        if (Files.size(path) > Integer.MAX_VALUE - 16) {
            throw new MalformedModelException("a model of more than 2 GiB");
        }
        return Files.readAllBytes(path);
    }

    private String head() throws IOException {
        try (InputStream input = Files.newInputStream(path)) {
            return new String(input.readNBytes(HEAD), StandardCharsets.ISO_8859_1).stripLeading();
        }
    }
}
