package io.bulkhead.plugin.sklearn.text;

import java.util.function.Consumer;

/** Takes a text apart. */
@FunctionalInterface
interface Analyzer {
    /** Gives each term of the text, as often as it occurs. */
    void analyze(String text, Consumer<String> terms);
}
