package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;

/**
 * What a stage does with a value that it does not know, Spark's {@code handleInvalid}. Spark drops
 * rows under {@code skip}; a server that did so would answer fewer rows than it was asked, so such
 * a row is refused as under {@code error}.
 */
enum InvalidValues {
    REFUSE,
    KEEP;

    static InvalidValues of(SavedStage saved) throws MalformedModelException {
        String word = saved.params().text("handleInvalid", "error");
        return switch (word) {
            case "error", "skip" -> REFUSE;
            case "keep" -> KEEP;
            default ->
                    throw new MalformedModelException(
                            saved.kind() + ": handleInvalid '" + word + "' is not supported");
        };
    }

    boolean keeps() {
        return this == KEEP;
    }
}
