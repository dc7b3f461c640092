package io.bulkhead.plugin.sklearn.text;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the words of a text. */
@FunctionalInterface
interface Tokenizer {
    /** Gives each word in turn. */
    void tokenize(String text, Consumer<String> words);

    /**
     * By a {@code token_pattern}.
     *
     * @throws java.util.regex.PatternSyntaxException if it is none
     * @throws IllegalArgumentException if it has several groups
     */
    static Tokenizer of(String tokenPattern) {
        return switch (tokenPattern) {
            case "(?u)\\b\\w\\w+\\b", "\\b\\w\\w+\\b" -> (text, words) -> scan(text, 2, words);
            case "(?u)\\b\\w+\\b", "\\b\\w+\\b", "\\w+" -> (text, words) -> scan(text, 1, words);
            default -> matching(PythonPattern.compile(tokenPattern));
        };
    }

    private static Tokenizer matching(Pattern pattern) {
        int groups = pattern.matcher("").groupCount();
        if (groups > 1) {
            throw new IllegalArgumentException("more than one group");
        }
        return (text, words) -> {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                String word = matcher.group(groups);
                words.accept(word == null ? "" : word);
            }
        };
    }

    /** What the usual patterns find, without an engine for patterns. */
    private static void scan(String text, int shortest, Consumer<String> words) {
        int begin = 0;
        int length = 0;
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            if (WordCharacters.isWord(codePoint)) {
                length++;
            } else {
                give(text.substring(begin, at), length >= shortest, words);
                length = 0;
                begin = at + Character.charCount(codePoint);
            }
            at += Character.charCount(codePoint);
        }
        give(text.substring(begin), length >= shortest, words);
    }

    private static void give(String word, boolean longEnough, Consumer<String> words) {
        if (longEnough) {
            words.accept(word);
        }
    }
}
