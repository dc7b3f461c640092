package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.call.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a call asks for, and what its folder says where it does not. */
record Wishes(Arguments arguments, GenerationDefaults defaults) {
    Optional<Integer> integer(String name) {
        OptionalInt asked = arguments.integer(name);
        return asked.isPresent()
                ? Optional.of(asked.getAsInt())
                : defaults.get(name)
                        .filter(Number.class::isInstance)
                        .map(value -> ((Number) value).intValue());
    }

    /** A whole number from a least value on. */
    Optional<Integer> atLeast(int least, String name) {
        Optional<Integer> value = integer(name);
        if (value.isPresent() && value.get() < least) {
            throw arguments.refusal(name + " must be " + least + " or more, found " + value.get());
        }
        return value;
    }

    Optional<Double> number(String name) {
        Optional<Double> asked = arguments.number(name);
        return asked.isPresent()
                ? asked
                : defaults.get(name)
                        .filter(Number.class::isInstance)
                        .map(value -> ((Number) value).doubleValue());
    }

    /** A number above zero. */
    double positive(String name, double otherwise) {
        double value = number(name).orElse(otherwise);
        if (!(value > 0) || Double.isInfinite(value)) {
            throw arguments.refusal(name + " must be above 0, found " + value);
        }
        return value;
    }

    /** A number from 0 to 1. */
    double share(String name, double otherwise) {
        double value = number(name).orElse(otherwise);
        if (!(value >= 0 && value <= 1)) {
            throw arguments.refusal(name + " must be from 0 to 1, found " + value);
        }
        return value;
    }

    boolean flag(String name) {
        return arguments
                .flag(name)
                .orElseGet(
                        () ->
                                defaults.get(name)
                                        .filter(Boolean.class::isInstance)
                                        .map(Boolean.class::cast)
                                        .orElse(false));
    }

    Optional<Object> any(String name) {
        return arguments.get(name).or(() -> defaults.get(name));
    }

    /** Numbers of tokens: one, or a list. */
    List<Integer> tokens(String name) {
        return any(name).map(value -> tokens(name, value)).orElse(List.of());
    }

    private List<Integer> tokens(String name, Object value) {
        List<Integer> tokens = new ArrayList<>();
        for (Object token : value instanceof List<?> list ? list : List.of(value)) {
            if (!(token instanceof Number number)) {
                throw wrong(name);
            }
            tokens.add(number.intValue());
        }
        return List.copyOf(tokens);
    }

    /** Lists of numbers of tokens. */
    List<List<Integer>> tokenLists(String name) {
        Object value = any(name).orElse(List.of());
        if (!(value instanceof List<?> lists)) {
            throw wrong(name);
        }
        List<List<Integer>> all = new ArrayList<>();
        for (Object list : lists) {
            all.add(tokens(name, list));
        }
        return List.copyOf(all);
    }

    private ServingException wrong(String name) {
        return arguments.refusal(name + " must hold numbers of tokens");
    }
}
