package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.catboost.text.Dictionary;
import io.bulkhead.plugin.catboost.text.TextCalcer;
import io.bulkhead.plugin.catboost.text.TextEstimates;
import io.bulkhead.plugin.catboost.text.TextEstimates.Source;
import io.bulkhead.plugin.catboost.text.TextEstimates.Step;
import io.bulkhead.plugin.catboost.text.Tokenizer;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file says of its texts: which are split how, and what is counted of them. Parts are named
 * by identifiers.
 *
 * @param splitters a tokenizer and a dictionary each
 * @param calcers in the order of the header
 * @param splittersOfTexts for each text the numbers of its splitters
 * @param calcersOfSplits for each text and splitter, in order, the numbers of its calcers
 */
record TextPart(
        List<Splitter> splitters,
        List<Calcer> calcers,
        List<int[]> splittersOfTexts,
        List<int[]> calcersOfSplits) {
    /** What is left to do for models that are not read here. */
    static final String IN_PYTHON =
            "train without, or serve it in a Python environment (parameters.runtime: python)";

    /** What makes numbers of tokens out of a text. */
    record Splitter(Tokenizer tokenizer, Dictionary dictionary) {}

    /**
     * What counts them.
     *
     * @param active which of the calcer's values there are
     */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    record Calcer(String id, TextCalcer calcer, int[] active) {}

    static TextPart none() {
        return new TextPart(List.of(), List.of(), List.of(), List.of());
    }

    /** How the features that trees ask about are computed. */
    TextEstimates estimates(WantedEstimates wanted) throws MalformedModelException {
        List<Source> sources = new ArrayList<>();
        int split = 0;
        for (int text = 0; text < splittersOfTexts.size(); text++) {
            for (int splitter : splittersOfTexts.get(text)) {
                List<Step> steps = new ArrayList<>();
                for (int number : at(calcersOfSplits, split++)) {
                    Calcer calcer = at(calcers, number);
                    wanted.take(calcer.id(), calcer.active())
                            .map(to -> new Step(calcer.calcer(), to.values(), to.targets()))
                            .ifPresent(steps::add);
                }
                if (!steps.isEmpty()) {
                    Splitter parts = at(splitters, splitter);
                    sources.add(new Source(text, parts.tokenizer(), parts.dictionary(), steps));
                }
            }
        }
        wanted.requireDone("texts");
        return new TextEstimates(sources);
    }

    private static <T> T at(List<T> list, int index) throws MalformedModelException {
        if (index < 0 || index >= list.size()) {
            throw new MalformedModelException(
                    "part " + index + " of " + list.size() + " that read texts");
        }
        return list.get(index);
    }
}
