package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.folder.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a call wants classes to be scored and how many of them. */
final class ClassScores {
    private enum Function {
        NONE,
        SOFTMAX,
        SIGMOID
    }

    private final Function function;
    private final List<String> labels;
    private final int most;
    private final boolean asList;
    private final boolean sorted;

    private ClassScores(
            Function function, List<String> labels, int most, boolean asList, boolean sorted) {
        this.function = function;
        this.labels = labels;
        this.most = most;
        this.asList = asList;
        this.sorted = sorted;
    }

    static ClassScores of(Arguments arguments, ModelConfig config, List<String> labels) {
        Function function = function(arguments, config, labels.size());
        boolean all = arguments.flag("return_all_scores").orElse(false);
        if (arguments.has("return_all_scores")) {
            return new ClassScores(function, labels, all ? labels.size() : 1, all, false);
        }
        int most = arguments.integer("top_k").orElse(1);
        if (most < 1) {
            throw arguments.refusal("top_k must be 1 or more, found " + most);
        }
        return new ClassScores(function, labels, most, arguments.has("top_k"), true);
    }

    /** As the pipeline for images has it: the five best, always as a list. */
    static ClassScores ofImages(Arguments arguments, ModelConfig config, List<String> labels) {
        int most = arguments.integer("top_k").orElse(5);
        if (most < 1) {
            throw arguments.refusal("top_k must be 1 or more, found " + most);
        }
        Function function = function(arguments, config, labels.size());
        return new ClassScores(function, labels, most, true, true);
    }

    private static Function function(Arguments arguments, ModelConfig config, int classes) {
        if (arguments.has("function_to_apply")) {
            String name = arguments.text("function_to_apply").orElse("");
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "none" -> Function.NONE;
                case "softmax" -> Function.SOFTMAX;
                case "sigmoid" -> Function.SIGMOID;
                default ->
                        throw arguments.refusal(
                                "function_to_apply must be softmax, sigmoid or none, found '"
                                        + name
                                        + "'");
            };
        }
        String problem = config.problemType().orElse("");
        if (problem.equals("multi_label_classification") || classes == 1) {
            return Function.SIGMOID;
        }
        if (problem.equals("single_label_classification") || classes > 1) {
            return Function.SOFTMAX;
        }
        return config.json()
                .text("function_to_apply")
                .map(name -> Function.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(Function.NONE);
    }

    /** Whether even one text's answer stands in a list of its own, as it did before top_k. */
    boolean isLegacyList() {
        return asList && !sorted;
    }

    /** The answer for one text: a class, or a list of them. */
    Object answer(float[] logits) {
        float[] scores =
                switch (function) {
                    case NONE -> logits;
                    case SOFTMAX -> Scores.softmax(logits, 0, logits.length);
                    case SIGMOID -> Scores.sigmoid(logits, 0, logits.length);
                };
        if (!asList) {
            return labelled(scores, Scores.highest(scores));
        }
        List<Object> answers = new ArrayList<>();
        int[] order = sorted ? Scores.descending(scores) : inOrder(scores.length);
        for (int i = 0; i < Math.min(most, order.length); i++) {
            answers.add(labelled(scores, order[i]));
        }
        return answers;
    }

    private static int[] inOrder(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        return order;
    }

    private Object labelled(float[] scores, int index) {
        String label = index < labels.size() ? labels.get(index) : "LABEL_" + index;
        return TextClassification.labelled(label, scores[index]);
    }
}
