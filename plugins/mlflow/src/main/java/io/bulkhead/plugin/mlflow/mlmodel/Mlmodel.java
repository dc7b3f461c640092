package io.bulkhead.plugin.mlflow.mlmodel;

import io.bulkhead.plugin.mlflow.json.JsonText;
import io.bulkhead.plugin.mlflow.signature.Signature;
import io.bulkhead.plugin.mlflow.signature.SignatureException;
import io.bulkhead.plugin.mlflow.signature.SignatureReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a folder's file {@code MLmodel} says, whichever MLflow from 1 to 3 has written it.
 *
 * @param folder of the file
 * @param mlflowVersion that wrote it; empty if it does not say
 * @param flavors by name
 * @param example the input example's description; empty if there is none
 */
public record Mlmodel(
        Path folder,
        String mlflowVersion,
        Map<String, YamlNode> flavors,
        Signature signature,
        Optional<YamlNode> example) {
    /** The name of the file. */
    public static final String FILE = "MLmodel";

    private static final long MAX_BYTES = 16 << 20;

    /** Copies the map. */
    public Mlmodel {
        flavors = Map.copyOf(flavors);
    }

    /**
     * Reads the file.
     *
     * @param artifact the file, or its folder
     * @throws MlmodelException if it is missing or says nothing that can be read
     */
    public static Mlmodel read(Path artifact) throws MlmodelException {
        Path file = Files.isDirectory(artifact) ? artifact.resolve(FILE) : artifact;
        if (!Files.isRegularFile(file)) {
            throw new MlmodelException(
                    "there is no file MLmodel in '"
                            + artifact.getFileName()
                            + "'; parameters.uri is to name the folder that MLflow logged");
        }
        YamlNode root = YamlNode.parse(FILE, text(file));
        Path folder = file.toAbsolutePath().normalize().getParent();
        return new Mlmodel(
                folder == null ? Path.of("/") : folder,
                root.text("mlflow_version").orElse(""),
                root.node("flavors")
                        .orElseThrow(() -> new MlmodelException("MLmodel names no flavors"))
                        .nodes(),
                signature(root),
                root.node("saved_input_example_info"));
    }

    private static String text(Path file) throws MlmodelException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new MlmodelException("MLmodel is larger than " + MAX_BYTES + " bytes");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new MlmodelException("MLmodel is no text in UTF-8");
        } catch (IOException e) {
            throw new MlmodelException("MLmodel cannot be read");
        }
    }

    private static Signature signature(YamlNode root) throws MlmodelException {
        Optional<YamlNode> signature = root.node("signature");
        if (signature.isEmpty()) {
            return Signature.NONE;
        }
        Map<String, String> texts = new HashMap<>();
        for (String part : new String[] {"inputs", "outputs", "params"}) {
            Object value = signature.get().value(part);
            if (value instanceof String text) {
                texts.put(part, text);
            } else if (value != null) { // a hand-written file may hold YAML instead of JSON
                texts.put(part, JsonText.print(value));
            }
        }
        try {
            return SignatureReader.read(texts);
        } catch (SignatureException e) {
            throw new MlmodelException("MLmodel, " + e.getMessage());
        }
    }

    /**
     * A file or folder of the model's.
     *
     * @param name as the MLmodel has it, relative to its folder
     * @throws MlmodelException if it leaves the folder, or is not there
     */
    public Path file(String name) throws MlmodelException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw new MlmodelException("MLmodel names '" + name + "', which leaves the folder");
        }
        if (!Files.exists(file)) {
            throw new MlmodelException("MLmodel names '" + name + "', which is missing");
        }
        return file;
    }
}
