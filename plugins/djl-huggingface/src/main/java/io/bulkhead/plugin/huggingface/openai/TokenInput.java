package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * A text as a request gives it: as text, or as tokens.
 *
 * @param value a text, or a list of numbers
 */
record TokenInput(String name, Object value, Arguments asked) {
    private static final int MOST = 2048;

    /** One text, several, the tokens of one, or those of several. */
    static List<TokenInput> all(Arguments asked, String name) {
        Object given = asked.require(name);
        if (!(given instanceof List<?> list)) {
            return List.of(new TokenInput(name, given, asked));
        }
        if (list.isEmpty() || (list.size() > MOST && !(list.get(0) instanceof Number))) {
            throw asked.refusal(name + " takes 1 to " + MOST + " texts, found " + list.size());
        }
        if (list.get(0) instanceof Number) {
            return List.of(new TokenInput(name, list, asked));
        }
        List<TokenInput> inputs = new ArrayList<>(list.size());
        list.forEach(one -> inputs.add(new TokenInput(name, one, asked)));
        return inputs;
    }

    long[] tokens(Tokenizer tokenizer, boolean framed) {
        if (value instanceof String text) {
            return checked(tokenizer.encode(text, framed).ids());
        }
        if (!(value instanceof List<?> list)) {
            throw wrong();
        }
        long[] tokens = new long[list.size()];
        for (int i = 0; i < tokens.length; i++) {
            if (!(list.get(i) instanceof Long token) || !tokenizer.settings().has(token)) {
                throw asked.refusal(
                        name
                                + ": "
                                + Arguments.shown(list.get(i))
                                + " is no number of a token of this model");
            }
            tokens[i] = token;
        }
        return checked(tokens);
    }

    private long[] checked(long[] tokens) {
        if (tokens.length == 0) {
            throw asked.refusal(name + " must not be empty");
        }
        return tokens;
    }

    String text(Tokenizer tokenizer) {
        return value instanceof String text ? text : tokenizer.decodeAsIs(tokens(tokenizer, false));
    }

    private RuntimeException wrong() {
        return asked.refusal(name + " must be a text, a list of texts, or tokens");
    }
}
