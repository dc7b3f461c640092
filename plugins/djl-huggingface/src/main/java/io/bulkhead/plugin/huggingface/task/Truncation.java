package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.plugin.huggingface.call.Arguments;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Whether and where a call wants its texts cut: the tokenizers' own arguments.
 *
 * @param wanted whether texts are cut
 * @param onlyFirst whether only the first text of a pair is cut
 * @param maxLength where, if the call says
 */
record Truncation(boolean wanted, boolean onlyFirst, OptionalInt maxLength) {
    /** The names of the arguments. {@code padding} is taken and without effect on any answer. */
    static final Set<String> ARGUMENTS = Set.of("truncation", "max_length", "padding");

    /** Pairs lose tokens of their first text only. */
    static final Truncation FIRST = new Truncation(true, true, OptionalInt.empty());

    static Truncation of(Arguments arguments) {
        OptionalInt length = arguments.integer("max_length");
        if (length.isPresent() && length.getAsInt() < 1) {
            throw arguments.refusal("max_length must be 1 or more, found " + length.getAsInt());
        }
        boolean onlyFirst = arguments.get("truncation").map("only_first"::equals).orElse(false);
        return new Truncation(isWanted(arguments), onlyFirst, length);
    }

    /** Whether a call wants its texts cut. */
    static boolean isWanted(Arguments arguments) {
        Object value = arguments.get("truncation").orElse(false);
        if (value instanceof String || value instanceof List<?>) {
            String text = arguments.text("truncation").orElse("");
            switch (text) {
                case "longest_first", "only_first", "only_second" -> {
                    return true;
                }
                case "do_not_truncate" -> {
                    return false;
                }
                default -> {
                    // true and false as words
                }
            }
        }
        return arguments.flag("truncation").orElse(false);
    }

    /** The most tokens; the model's own limit if the tokenizer knows none. */
    OptionalInt limit(TextModel model) {
        OptionalInt limit =
                maxLength.isPresent() ? maxLength : model.tokenizer().settings().maxLength();
        return limit.isPresent() ? limit : model.positions();
    }
}
