package io.bulkhead.plugin.huggingface.graph;

import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ONNX files of a folder, by their roles: optimum's names, beside the configuration or in its
 * folder {@code onnx}; full precision before what was made smaller.
 */
public final class OnnxFiles {
    private static final List<String> VARIANTS =
            List.of(
                    "",
                    "_optimized",
                    "_fp16",
                    "_quantized",
                    "_int8",
                    "_uint8",
                    "_q8",
                    "_q4",
                    "_q4f16",
                    "_bnb4");

    private final ModelFolder folder;
    private final Optional<String> wanted;

    OnnxFiles(ModelFolder folder, RuntimeSettings settings) {
        this.folder = folder;
        this.wanted = settings.fileName();
    }

    /** The whole model, of any kind: the file of the settings, or the only one, too. */
    public Optional<Path> model() {
        if (wanted.isPresent()) {
            return folder.file(wanted.get(), "onnx/" + wanted.get());
        }
        return role("model").or(this::mergedDecoder).or(this::only);
    }

    /** The half of a model that reads. */
    public Optional<Path> encoder() {
        return role("encoder_model");
    }

    /** A decoder: one that can do both, begin and go on from past keys and values. */
    public Optional<Path> mergedDecoder() {
        return role("decoder_model_merged");
    }

    /** A decoder that begins, or sees all tokens again. */
    public Optional<Path> decoder() {
        return role("decoder_model");
    }

    /** A decoder that goes on from past keys and values. */
    public Optional<Path> decoderWithPast() {
        return role("decoder_with_past_model");
    }

    /** Whether the folder holds any ONNX file. */
    public boolean any() {
        return !folder.files(".onnx").isEmpty();
    }

    private Optional<Path> role(String name) {
        return folder.file(names(name).toArray(String[]::new));
    }

    /** What the file of a role may be called, best first. */
    public static List<String> names(String role) {
        List<String> names = new ArrayList<>();
        for (String variant : VARIANTS) {
            names.add(role + variant + ".onnx");
            names.add("onnx/" + role + variant + ".onnx");
        }
        return List.copyOf(names);
    }

    private Optional<Path> only() {
        List<String> all = folder.files(".onnx");
        return all.size() == 1 ? folder.file(all.get(0)) : Optional.empty();
    }

    /** Why a file that must be there was not found. */
    public String missing(String name) {
        if (wanted.isPresent()) {
            return "model folder has no file '" + wanted.get() + "', which the settings name";
        }
        List<String> found = folder.files(".onnx");
        return "model folder has no "
                + name
                + (found.isEmpty() ? "" : ", only " + String.join(", ", found));
    }
}
