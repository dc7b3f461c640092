package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model file; what it holds is told by its first bytes, never by its name. */
public final class ModelFile {
    private static final byte[] UTF8_BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
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
        return switch (format()) {
            case JSON -> readJson();
            case UBJSON ->
                    new DocumentModelReader(new UbjsonDocumentReader(content()), ModelFormat.UBJSON)
                            .read();
            case LEGACY -> new LegacyModelReader(content()).read();
        };
    }

    /** Whether the first bytes are those of an XGBoost model. */
    public boolean looksLikeModel() throws IOException {
        byte[] head = head();
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return switch (format(head)) {
            case JSON, UBJSON -> text.contains("learner");
            case LEGACY -> startsWith(head, LegacyModelReader.MAGIC);
        };
    }

    private ModelDocument readJson() throws IOException {
        try (InputStream input = new BufferedInputStream(Files.newInputStream(path));
                JsonDocumentReader reader = new JsonDocumentReader(input)) {
            return new DocumentModelReader(reader, ModelFormat.JSON).read();
        }
    }

    private byte[] content() throws IOException {
        if (Files.size(path) > Integer.MAX_VALUE - 16) {
            throw new MalformedModelException("a model of more than 2 GiB; save it as JSON");
        }
        return Files.readAllBytes(path);
    }

    private ModelFormat format() throws IOException {
        return format(head());
    }

    private byte[] head() throws IOException {
        try (InputStream input = Files.newInputStream(path)) {
            return input.readNBytes(HEAD);
        }
    }

    private static ModelFormat format(byte[] head) throws MalformedModelException {
        if (head.length == 0) {
            throw new MalformedModelException("the file is empty");
        }
        int first = startsWith(head, UTF8_BOM) ? UTF8_BOM.length : 0;
        while (first < head.length && head[first] <= ' ' && head[first] > 0) {
            first++;
        }
        if (first >= head.length || head[first] != '{') {
            return ModelFormat.LEGACY;
        }
        // In UBJSON a length's type follows the brace; in JSON a quote, a brace or white space.
        boolean letter = first + 1 < head.length && Character.isLetter(head[first + 1]);
        return letter ? ModelFormat.UBJSON : ModelFormat.JSON;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length
                && ByteBuffer.wrap(bytes, 0, start.length).equals(ByteBuffer.wrap(start));
    }
}
