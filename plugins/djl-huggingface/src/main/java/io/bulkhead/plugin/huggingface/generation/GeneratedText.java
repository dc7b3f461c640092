package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * The text of a sequence while it grows. Text is given once it is sure: no half characters, and
 * nothing that could yet become a stop text. Used by one thread at a time; owns the sequence.
 */
public final class GeneratedText implements AutoCloseable {
    /** How many of the given tokens may change how the first new one reads. */
    private static final int CONTEXT = 6;

    private static final String HALF_CHARACTER = "\uFFFD";

    private final Tokenizer tokenizer;
    private final TokenSequence sequence;
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private int begin;
    private int read;
    private boolean over;
    private boolean stopped;

    /**
     * @param stops texts that end the sequence and are not part of it
     */
    public GeneratedText(Tokenizer tokenizer, TokenSequence sequence, List<String> stops) {
        this.tokenizer = tokenizer;
        this.sequence = sequence;
        this.stops = List.copyOf(stops);
        this.read = sequence.start();
        this.begin = Math.max(0, read - CONTEXT);
    }

    /** Goes on by a token; the text that is sure now, which may be empty. Not after the end. */
    public String advance(RequestContext context) {
        Generator.requireWanted(context);
        over = !sequence.advance();
        held.append(fresh(sequence.tokens()));
        int stop = firstStop();
        if (stop >= 0) {
            over = true;
            stopped = true;
            held.setLength(stop);
        }
        int sure = over ? held.length() : held.length() - undecided();
        String text = held.substring(0, sure);
        held.delete(0, sure);
        return text;
    }

    /** All of it will be read, so nothing needs to wait, unless a stop text could end it. */
    public void letRun() {
        if (stops.isEmpty()) {
            sequence.letRun();
        }
    }

    /** As {@link #letRun}, and waits for the end. */
    public void finish(RequestContext context) {
        if (stops.isEmpty()) {
            sequence.finish(context);
        }
    }

    private String fresh(long[] tokens) {
        String before = tokenizer.decodeAsIs(Arrays.copyOfRange(tokens, begin, read));
        String after = tokenizer.decodeAsIs(Arrays.copyOfRange(tokens, begin, tokens.length));
        if (after.length() <= before.length() || (!over && after.endsWith(HALF_CHARACTER))) {
            return "";
        }
        begin = read;
        read = tokens.length;
        return after.substring(before.length());
    }

    private int firstStop() {
        int first = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    /** How much of the end may be the beginning of a stop text. */
    private int undecided() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; ) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                    break;
                }
                length--;
            }
        }
        return longest;
    }

    /** Whether nothing more comes. */
    public boolean isOver() {
        return over;
    }

    /** Whether it ended by itself or by a stop text; otherwise it became too long. */
    public boolean isComplete() {
        return stopped || sequence.isComplete();
    }

    /** How likely each token that was made was, if the settings keep that. */
    public List<TokenProbability> probabilities() {
        return sequence.probabilities();
    }

    /** How many tokens were given. */
    public int givenTokens() {
        return sequence.start();
    }

    /** How many tokens were made. */
    public int madeTokens() {
        return sequence.tokens().length - sequence.start();
    }

    @Override
    public void close() {
        sequence.close();
    }
}
