package io.bulkhead.plugin.sklearn.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Words that are no stop words, and sequences of them joined by spaces. */
record WordAnalyzer(Tokenizer tokenizer, Set<String> stopWords, int shortest, int longest)
        implements Analyzer {
    @Override
    public void analyze(String text, Consumer<String> terms) {
        if (longest == 1) {
            tokenizer.tokenize(text, word -> giveUnlessStopped(word, terms));
            return;
        }
        List<String> words = new ArrayList<>();
        tokenizer.tokenize(text, word -> giveUnlessStopped(word, words::add));
        for (int length = shortest; length <= Math.min(longest, words.size()); length++) {
            sequences(words, length, terms);
        }
    }

    private void giveUnlessStopped(String word, Consumer<String> words) {
        if (!stopWords.contains(word)) {
            words.accept(word);
        }
    }

    private static void sequences(List<String> words, int length, Consumer<String> terms) {
        for (int first = 0; first + length <= words.size(); first++) {
            terms.accept(
                    length == 1
                            ? words.get(first)
                            : String.join(" ", words.subList(first, first + length)));
        }
    }
}
