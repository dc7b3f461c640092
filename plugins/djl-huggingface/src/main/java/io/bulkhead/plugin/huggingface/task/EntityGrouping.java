package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.tokenizer.TokenizerSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How tokens become words and words become groups: the aggregation strategies. */
final class EntityGrouping {
    /** transformers' strategies. */
    enum Strategy {
        /** Tokens as they are. */
        NONE,
        /** Neighbours of one label become a group. */
        SIMPLE,
        /** A word has the label of its first token. */
        FIRST,
        /** A word has the label with the highest average. */
        AVERAGE,
        /** A word has the label of its surest token. */
        MAX;

        static Strategy of(Arguments arguments) {
            if (arguments.has("aggregation_strategy")) {
                return named(arguments, arguments.text("aggregation_strategy").orElse(""));
            }
            boolean grouped = arguments.flag("grouped_entities").orElse(false);
            boolean subwords = arguments.flag("ignore_subwords").orElse(false);
            return grouped ? (subwords ? FIRST : SIMPLE) : NONE;
        }

        private static Strategy named(Arguments arguments, String name) {
            return Arrays.stream(values())
                    .filter(strategy -> strategy.name().equals(name.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    arguments.refusal(
                                            "aggregation_strategy must be one of "
                                                    + names()
                                                    + ", found '"
                                                    + name
                                                    + "'"));
        }

        private static String names() {
            return Arrays.stream(values())
                    .map(strategy -> strategy.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
        }
    }

    private final Strategy strategy;
    private final List<String> labels;
    private final TokenizerSettings tokens;

    EntityGrouping(Strategy strategy, List<String> labels, TokenizerSettings tokens) {
        this.strategy = strategy;
        this.labels = labels;
        this.tokens = tokens;
    }

    /** Whether the result are groups, not tokens. */
    boolean groups() {
        return strategy != Strategy.NONE;
    }

    /** The labelled tokens or groups of a text. */
    List<Entity> entities(List<TokenScores> scored) {
        List<Entity> entities =
                strategy == Strategy.NONE || strategy == Strategy.SIMPLE
                        ? scored.stream().map(this::token).toList()
                        : words(scored);
        return groups() ? grouped(entities) : entities;
    }

    private Entity token(TokenScores token) {
        int best = token.best();
        return new Entity(
                label(best),
                token.scores()[best],
                token.index(),
                token.word(),
                token.start(),
                token.end());
    }

    private String label(int index) {
        return index < labels.size() ? labels.get(index) : "LABEL_" + index;
    }

    private List<Entity> words(List<TokenScores> scored) {
        List<Entity> words = new ArrayList<>();
        List<TokenScores> word = new ArrayList<>();
        for (TokenScores token : scored) {
            if (!token.isSubword() && !word.isEmpty()) {
                words.add(word(word));
                word.clear();
            }
            word.add(token);
        }
        if (!word.isEmpty()) {
            words.add(word(word));
        }
        return words;
    }

    private Entity word(List<TokenScores> parts) {
        float[] scores =
                switch (strategy) {
                    case MAX -> surest(parts).scores();
                    case AVERAGE -> average(parts);
                    default -> parts.get(0).scores();
                };
        int best = Scores.highest(scores);
        return new Entity(
                label(best),
                scores[best],
                0,
                tokens.join(parts.stream().map(TokenScores::word).toList()),
                parts.get(0).start(),
                parts.get(parts.size() - 1).end());
    }

    private static TokenScores surest(List<TokenScores> parts) {
        TokenScores surest = parts.get(0);
        for (TokenScores part : parts) {
            if (part.scores()[part.best()] > surest.scores()[surest.best()]) {
                surest = part;
            }
        }
        return surest;
    }

    private static float[] average(List<TokenScores> parts) {
        float[] sums = new float[parts.get(0).scores().length];
        for (TokenScores part : parts) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += part.scores()[i];
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= parts.size();
        }
        return sums;
    }

    private List<Entity> grouped(List<Entity> entities) {
        List<Entity> groups = new ArrayList<>();
        List<Entity> group = new ArrayList<>();
        for (Entity entity : entities) {
            boolean goesOn =
                    !group.isEmpty()
                            && !entity.begins()
                            && entity.tag().equals(group.get(group.size() - 1).tag());
            if (!goesOn && !group.isEmpty()) {
                groups.add(group(group));
                group.clear();
            }
            group.add(entity);
        }
        if (!group.isEmpty()) {
            groups.add(group(group));
        }
        return groups;
    }

    private Entity group(List<Entity> members) {
        float sum = 0;
        for (Entity member : members) {
            sum += member.score();
        }
        String label = members.get(0).label();
        return new Entity(
                label.substring(label.indexOf('-') + 1),
                sum / members.size(),
                0,
                tokens.join(members.stream().map(Entity::word).toList()),
                members.get(0).start(),
                members.get(members.size() - 1).end());
    }
}
