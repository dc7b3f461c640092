package io.bulkhead.plugin.catboost.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text at delimiters.
 *
 * @param lowercase whether tokens are made lower case
 * @param numbers what becomes of tokens that are digits only
 * @param numberToken what numbers are replaced with
 * @param delimiter what tokens are split at
 * @param anyOf whether each character of the delimiter splits, else all of it together
 * @param skipEmpty whether empty tokens are left out
 */
public record Tokenizer(
        boolean lowercase,
        Numbers numbers,
        String numberToken,
        String delimiter,
        boolean anyOf,
        boolean skipEmpty) {

    /** What becomes of numbers. */
    public enum Numbers {
        SKIP,
        KEEP,
        REPLACE
    }

    /** The tokens of a text in UTF-8, which is what dictionaries are made of. */
    List<byte[]> tokens(String text) {
        List<byte[]> tokens = new ArrayList<>();
        int from = 0;
        for (int end = next(text, from); end >= 0; end = next(text, from)) {
            add(text.substring(from, end), tokens);
            from = end + (anyOf ? 1 : delimiter.length());
        }
        add(text.substring(from), tokens);
        return tokens;
    }

    /** Where the next delimiter is; -1 if there is none. */
    private int next(String text, int from) {
        if (!anyOf) {
            return delimiter.isEmpty() ? -1 : text.indexOf(delimiter, from);
        }
        for (int i = from; i < text.length(); i++) {
            if (delimiter.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private void add(String part, List<byte[]> tokens) {
        if (part.isEmpty() && skipEmpty) {
            return;
        }
        String token = lowercase ? lowercased(part) : part;
        boolean number = numbers != Numbers.KEEP && isNumber(token);
        if (number && numbers == Numbers.SKIP) {
            return;
        }
        tokens.add((number ? numberToken : token).getBytes(StandardCharsets.UTF_8));
    }

    /** Character by character, whatever stands beside it. */
    private static String lowercased(String text) {
        int[] characters = text.codePoints().map(Character::toLowerCase).toArray();
        return new String(characters, 0, characters.length);
    }

    private static boolean isNumber(String token) {
        return !token.isEmpty() && token.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
