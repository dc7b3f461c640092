package io.bulkhead.plugin.huggingface.tokenizer;

/** What transformers does to decoded text: no spaces before marks and English contractions. */
final class Tidy {
    private Tidy() {}

    static String up(String text) {
        return text.indexOf(' ') < 0
                ? text
                : text.replace(" .", ".")
                        .replace(" ?", "?")
                        .replace(" !", "!")
                        .replace(" ,", ",")
                        .replace(" ' ", "'")
                        .replace(" n't", "n't")
                        .replace(" 'm", "'m")
                        .replace(" 's", "'s")
                        .replace(" 've", "'ve")
                        .replace(" 're", "'re");
    }
}
