package io.bulkhead.plugin.mllib.text;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import io.bulkhead.plugin.mllib.row.Cell;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Transformers that make lists of words. */
public final class Words {
    private static final Pattern SPACE = Pattern.compile("\\s");

    private Words() {}

    /** Tokenizer: small letters, cut at each space. */
    public static void readTokenizer(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        Transform.add(
                pipeline,
                Column.text(Transform.inputColumn(saved)),
                Column.texts(Transform.outputColumn(saved)),
                (from, to) -> {
                    String text = textOf(from).toLowerCase(Locale.ROOT);
                    Collections.addAll(to.startTexts(), SPACE.split(text));
                });
    }

    /** RegexTokenizer: what a pattern finds, or what is between. */
    public static void readRegexTokenizer(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        Params params = saved.params();
        Pattern pattern = patternOf(params.text("pattern", "\\s+"));
        boolean gaps = params.flag("gaps", true);
        boolean lower = params.flag("toLowercase", true);
        int shortest = params.whole("minTokenLength", 1);
        Transform.add(
                pipeline,
                Column.text(Transform.inputColumn(saved)),
                Column.texts(Transform.outputColumn(saved)),
                (from, to) -> {
                    String given = textOf(from);
                    String text = lower ? given.toLowerCase(Locale.ROOT) : given;
                    List<String> tokens = to.startTexts();
                    if (gaps) {
                        Collections.addAll(tokens, pattern.split(text));
                    } else {
                        addMatches(pattern.matcher(text), tokens);
                    }
                    tokens.removeIf(token -> token.length() < shortest);
                });
    }

    private static void addMatches(Matcher matcher, List<String> tokens) {
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
    }

    private static String textOf(Cell cell) {
        if (cell.isNothing()) {
            throw cell.refused("text is wanted, found nothing");
        }
        return cell.text();
    }

    private static Pattern patternOf(String pattern) throws MalformedModelException {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException broken) {
            throw new MalformedModelException("pattern '" + pattern + "' is broken", broken);
        }
    }

    /** StopWordsRemover. */
    public static void readStopWords(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        Params params = saved.params();
        boolean caseSensitive = params.flag("caseSensitive", false);
        Locale locale = localeOf(params.text("locale", ""));
        Set<String> stopWords = new HashSet<>();
        for (String word : params.texts("stopWords")) {
            stopWords.add(caseSensitive ? word : word.toLowerCase(locale));
        }
        List<String> inputs = params.columns("inputCol", "inputCols");
        List<String> outputs =
                params.has("inputCols")
                        ? params.texts("outputCols")
                        : List.of(Transform.outputColumn(saved));
        if (inputs.size() != outputs.size()) {
            throw new MalformedModelException("an output for each input is wanted");
        }
        for (int i = 0; i < inputs.size(); i++) {
            Transform.add(
                    pipeline,
                    Column.texts(inputs.get(i)),
                    Column.texts(outputs.get(i)),
                    (from, to) -> {
                        List<String> kept = to.startTexts();
                        for (String word : from.texts()) {
                            if (!stopWords.contains(
                                    caseSensitive ? word : word.toLowerCase(locale))) {
                                kept.add(word);
                            }
                        }
                    });
        }
    }

    private static Locale localeOf(String name) {
        return name.isEmpty() ? Locale.ROOT : Locale.forLanguageTag(name.replace('_', '-'));
    }

    /** NGram. */
    public static void readSequences(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        int length = saved.params().whole("n", 2);
        if (length < 1) {
            throw new MalformedModelException("sequences of " + length + " words");
        }
        Transform.add(
                pipeline,
                Column.texts(Transform.inputColumn(saved)),
                Column.texts(Transform.outputColumn(saved)),
                (from, to) -> {
                    List<String> words = from.texts();
                    List<String> sequences = to.startTexts();
                    for (int i = 0; i + length <= words.size(); i++) {
                        sequences.add(String.join(" ", words.subList(i, i + length)));
                    }
                });
    }
}
