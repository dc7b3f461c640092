package io.bulkhead.plugin.huggingface.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tokens as text, by their names: what a tokenizer's decoder does, which natively takes numbers.
 */
interface TokenJoiner {
    /** The text of tokens. */
    String join(List<String> tokens);

    /**
     * The one that does as a decoder of the tokenizers does.
     *
     * @param decoder its type
     * @param prefix what tokens that go on a word begin with
     */
    static TokenJoiner of(String decoder, String prefix) {
        return switch (decoder) {
            case "WordPiece" -> tokens -> pieces(tokens, prefix.isEmpty() ? "##" : prefix);
            case "ByteLevel" -> TokenJoiner::bytes;
            default -> TokenJoiner::marked;
        };
    }

    private static String pieces(List<String> tokens, String prefix) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (i > 0) {
                token = token.startsWith(prefix) ? token.substring(prefix.length()) : " " + token;
            }
            text.append(Tidy.up(token));
        }
        return text.toString();
    }

    private static String bytes(List<String> tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String token : tokens) {
            byte[] decoded = ByteAlphabet.decode(token);
            bytes.write(decoded, 0, decoded.length);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Sentencepiece: a mark stands for a space, at the very beginning for none. */
    private static String marked(List<String> tokens) {
        String text = String.join("", tokens).replace('\u2581', ' ');
        return text.startsWith(" ") ? text.substring(1) : text;
    }
}
