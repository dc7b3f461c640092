package io.bulkhead.plugin.huggingface.architecture;

/** What a model answers of what it computed: the ends that transformers' classes have. */
public enum Head {
    /** A vector for each token. */
    NONE,
    /** Classes of the whole sequence. */
    SEQUENCE,
    /** Classes of each token. */
    TOKEN,
    /** Where an answer begins and ends. */
    SPAN,
    /** A score for each token of the vocabulary in each place. */
    VOCABULARY
}
