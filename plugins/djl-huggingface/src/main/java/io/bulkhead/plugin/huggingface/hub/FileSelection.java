package io.bulkhead.plugin.huggingface.hub;

import io.bulkhead.plugin.huggingface.graph.OnnxFiles;
import io.bulkhead.plugin.huggingface.graph.TorchFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which of a repository's files are needed: configurations, vocabularies, and the weights of one
 * engine; ONNX comes before safetensors, TorchScript last. What no engine here reads is never
 * fetched.
 *
 * @param weights whether they are needed: not for a tokenizer
 * @param onnxOnly whether only ONNX files will do
 * @param file the ONNX file that the settings name
 */
public record FileSelection(boolean weights, boolean onnxOnly, Optional<String> file) {
    /** What a tokenizer needs. */
    public static final FileSelection TOKENIZER = new FileSelection(false, false, Optional.empty());

    private static final Pattern SMALL =
            Pattern.compile("[^/]+\\.(?:json|jinja)|merges\\.txt|vocab\\.txt");
    private static final Pattern SAFETENSORS =
            Pattern.compile("model(?:-\\d+-of-\\d+)?\\.safetensors");
    private static final List<String> WHOLE = List.of("model");
    private static final List<String> READERS = List.of("encoder_model");
    private static final List<String> WRITERS =
            List.of("decoder_model_merged", "decoder_model", "decoder_with_past_model");

    /**
     * The names that are needed, weights last: where they are, all is.
     *
     * @param names all that there are
     * @return empty if there are no weights among them that can be served
     */
    Optional<List<String>> of(Collection<String> names) {
        List<String> small =
                names.stream().filter(name -> SMALL.matcher(name).matches()).sorted().toList();
        if (!weights) {
            return small.isEmpty() ? Optional.empty() : Optional.of(small);
        }
        Set<String> large = weights(new LinkedHashSet<>(names));
        if (large.isEmpty()) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(small);
        all.addAll(large);
        return Optional.of(all);
    }

    /** Whether these are all that is needed, as far as one can tell without the hub. */
    boolean isIn(Collection<String> names) {
        // Python fetches a tokenizer after the weights, or never.
        return names.contains("config.json")
                && (names.contains("tokenizer.json") || names.contains("preprocessor_config.json"))
                && of(names).isPresent();
    }

    private Set<String> weights(Set<String> names) {
        if (file.isPresent()) {
            return withData(names, List.of(file.get(), "onnx/" + file.get()));
        }
        Set<String> onnx = whole(names);
        if (!onnx.isEmpty()) {
            return onnx;
        }
        Set<String> plain = onnxOnly ? Set.of() : safetensors(names);
        Set<String> found = plain.isEmpty() ? decoders(names) : plain;
        return found.isEmpty() && !onnxOnly ? script(names) : found;
    }

    /** One graph, or the two halves of one. */
    private static Set<String> whole(Set<String> names) {
        Set<String> one = role(names, WHOLE);
        if (!one.isEmpty()) {
            return one;
        }
        Set<String> halves = role(names, READERS);
        Set<String> decoders = decoders(names);
        if (halves.isEmpty() || decoders.isEmpty()) {
            return Set.of();
        }
        halves.addAll(decoders);
        return halves;
    }

    private static Set<String> decoders(Set<String> names) {
        Set<String> merged = role(names, WRITERS.subList(0, 1));
        if (!merged.isEmpty()) {
            return merged;
        }
        Set<String> begins = role(names, WRITERS.subList(1, 2));
        if (!begins.isEmpty()) {
            begins.addAll(role(names, WRITERS.subList(2, 3)));
        }
        return begins;
    }

    private static Set<String> role(Set<String> names, List<String> roles) {
        List<String> candidates = new ArrayList<>();
        roles.forEach(role -> candidates.addAll(OnnxFiles.names(role)));
        return withData(names, candidates);
    }

    /** The first of these that is there, with the files that its weights lie in. */
    private static Set<String> withData(Set<String> names, List<String> candidates) {
        Set<String> found = new LinkedHashSet<>();
        Optional<String> first = candidates.stream().filter(names::contains).findFirst();
        if (first.isPresent()) {
            String graph = first.get();
            names.stream()
                    .filter(
                            name ->
                                    name.startsWith(graph + "_data")
                                            || name.equals(graph + ".data"))
                    .sorted()
                    .forEach(found::add);
            found.add(graph);
        }
        return found;
    }

    private static Set<String> script(Set<String> names) {
        return TorchFiles.NAMES.stream()
                .filter(names::contains)
                .findFirst()
                .map(Set::of)
                .orElseGet(Set::of);
    }

    private static Set<String> safetensors(Set<String> names) {
        if (names.contains("model.safetensors")) {
            return Set.of("model.safetensors");
        }
        Set<String> parts = new LinkedHashSet<>();
        if (names.contains("model.safetensors.index.json")) {
            names.stream()
                    .filter(name -> SAFETENSORS.matcher(name).matches())
                    .sorted()
                    .forEach(parts::add);
        }
        return parts;
    }
}
