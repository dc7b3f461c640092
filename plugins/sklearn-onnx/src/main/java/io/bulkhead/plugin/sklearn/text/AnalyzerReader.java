package io.bulkhead.plugin.sklearn.text;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PySet;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** How a vectorizer was told to take texts apart. */
final class AnalyzerReader {
    private static final String ENGLISH = "english-stop-words.txt";

    private AnalyzerReader() {}

    static Analyzer read(Attributes attributes) throws PickleException {
        for (String own : List.of("preprocessor", "tokenizer")) {
            if (attributes.find(own).isPresent()) {
                throw attributes.unsupported(own, attributes.require(own));
            }
        }
        UnaryOperator<String> prepare = preparation(attributes);
        Analyzer analyzer = analyzer(attributes);
        return (text, terms) -> analyzer.analyze(prepare.apply(text), terms);
    }

    private static UnaryOperator<String> preparation(Attributes attributes) throws PickleException {
        boolean lowercase = attributes.flag("lowercase", true);
        String marks = attributes.text("strip_accents", "");
        Accents accents =
                switch (marks) {
                    case "" -> Accents.KEEP;
                    case "ascii" -> Accents.ASCII;
                    case "unicode" -> Accents.UNICODE;
                    default -> throw attributes.unsupported("strip_accents", marks);
                };
        return lowercase ? text -> accents.strip(text.toLowerCase(Locale.ROOT)) : accents::strip;
    }

    private static Analyzer analyzer(Attributes attributes) throws PickleException {
        int shortest = length(attributes, 0);
        int longest = length(attributes, 1);
        Object kind = attributes.find("analyzer").orElse("word");
        if (kind.equals("word")) {
            return new WordAnalyzer(
                    tokenizer(attributes), stopWords(attributes), shortest, longest);
        }
        if (kind.equals("char") || kind.equals("char_wb")) {
            return new CharacterAnalyzer(kind.equals("char_wb"), shortest, longest);
        }
        throw attributes.unsupported("analyzer", kind);
    }

    private static int length(Attributes attributes, int index) throws PickleException {
        if (attributes.require("ngram_range") instanceof PyTuple range
                && range.size() == 2
                && range.get(index) instanceof Long length
                && length > 0
                && length <= Integer.MAX_VALUE) {
            return length.intValue();
        }
        throw attributes.unsupported("ngram_range", attributes.require("ngram_range"));
    }

    private static Tokenizer tokenizer(Attributes attributes) throws PickleException {
        String pattern = attributes.text("token_pattern", "");
        try {
            return Tokenizer.of(pattern);
        } catch (IllegalArgumentException e) {
            throw attributes.unsupported("token_pattern", pattern);
        }
    }

    private static Set<String> stopWords(Attributes attributes) throws PickleException {
        Object given = attributes.find("stop_words").orElse(List.of());
        if (given.equals("english")) {
            return english();
        }
        Collection<?> words;
        if (given instanceof PySet set) {
            words = set.items();
        } else {
            words = Attributes.itemsOf(given).orElse(List.of());
        }
        return words.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> english() {
        try (InputStream in = AnalyzerReader.class.getResourceAsStream(ENGLISH)) {
            if (in == null) {
                throw new IllegalStateException(ENGLISH + " is missing from the plugin");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
