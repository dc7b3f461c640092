package io.bulkhead.plugin.sklearn.metadata;

import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.pickle.PyDict;
import io.bulkhead.plugin.sklearn.pickle.PyNone;
import io.bulkhead.plugin.sklearn.pickle.PySlice;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What estimators take that are made of others, one after the other or side by side. */
final class Compositions {
    private Compositions() {}

    /** What the first step takes; what it hands on as it is, the next must take too. */
    static Optional<FittedInput> pipeline(PickledObject pipeline, FittedInputReader reader)
            throws PickleException {
        List<Object> steps =
                pipeline.attribute("steps").isPresent()
                        ? FittedInputReader.items(pipeline.attribute("steps").get())
                        : List.of();
        Optional<FittedInput> whole = Optional.empty();
        for (Object step : steps) {
            Object estimator =
                    step instanceof PyTuple named && named.size() == 2 ? named.get(1) : step;
            if (estimator == PyNone.NONE || estimator.equals("passthrough")) {
                continue;
            }
            Optional<FittedInput> next =
                    estimator instanceof PickledObject object
                            ? reader.read(object)
                            : Optional.empty();
            if (next.isEmpty()) {
                return whole;
            }
            whole = Optional.of(whole.isEmpty() ? next.get() : whole.get().then(next.get()));
            if (whole.get().passed().isEmpty() && whole.get().layout() != Layout.ANY_ROWS) {
                return whole;
            }
        }
        return whole;
    }

    static Optional<FittedInput> union(PickledObject union, FittedInputReader reader)
            throws PickleException {
        return together(FittedInputReader.objects(union, "transformer_list"), reader);
    }

    /** What all of them take, given the same rows. */
    static Optional<FittedInput> together(List<PickledObject> parts, FittedInputReader reader)
            throws PickleException {
        Optional<FittedInput> whole = Optional.empty();
        for (PickledObject part : parts) {
            Optional<FittedInput> next = reader.read(part);
            whole =
                    whole.isPresent() && next.isPresent()
                            ? Optional.of(whole.get().and(next.get()))
                            : whole.or(() -> next);
        }
        return whole;
    }

    /** Every column that it was fitted on, those that no part takes among them. */
    static Optional<FittedInput> columns(PickledObject transformer, FittedInputReader reader)
            throws PickleException {
        Optional<Integer> count = FittedInputReader.count(transformer);
        if (count.isEmpty()) {
            return Optional.empty();
        }
        List<KnownColumn> columns =
                new ArrayList<>(Collections.nCopies(count.get(), KnownColumn.NUMBER));
        Map<Integer, Integer> passed = new HashMap<>();
        Optional<Object> parts = transformer.attribute("transformers_");
        for (Object item : parts.isPresent() ? FittedInputReader.items(parts.get()) : List.of()) {
            if (item instanceof PyTuple part && part.size() == 3) {
                add(part, transformer, reader, columns, passed);
            }
        }
        boolean named = transformer.attribute("feature_names_in_").isPresent();
        Layout layout = named ? Layout.COLUMNS : Layout.ROWS;
        return Optional.of(FittedInput.of(layout, columns).passing(passed));
    }

    private static void add(
            PyTuple part,
            PickledObject transformer,
            FittedInputReader reader,
            List<KnownColumn> columns,
            Map<Integer, Integer> passed)
            throws PickleException {
        List<Integer> taken = taken(transformer, part.get(0), columns.size());
        Optional<FittedInput> fitted = part(part.get(1), taken.size(), reader);
        if (fitted.isEmpty() || fitted.get().columns().size() != taken.size()) {
            return;
        }
        for (int i = 0; i < taken.size(); i++) {
            int place = taken.get(i);
            columns.set(place, columns.get(place).and(fitted.get().columns().get(i)));
        }
        begin(transformer, part.get(0))
                .ifPresent(
                        begin ->
                                fitted.get()
                                        .passed()
                                        .forEach(
                                                (given, place) ->
                                                        passed.put(
                                                                begin + given, taken.get(place))));
    }

    private static Optional<FittedInput> part(Object part, int count, FittedInputReader reader)
            throws PickleException {
        if (part instanceof PickledObject object) {
            return reader.read(object);
        }
        return part.equals("passthrough") ? Optional.of(unchanged(count)) : Optional.empty();
    }

    /** Columns that are handed on as they are. */
    static FittedInput unchanged(int count) {
        Map<Integer, Integer> passed = new HashMap<>();
        for (int place = 0; place < count; place++) {
            passed.put(place, place);
        }
        return FittedInput.numbers(count).passing(passed);
    }

    private static List<Integer> taken(PickledObject transformer, Object name, int count)
            throws PickleException {
        List<Integer> places = new ArrayList<>();
        Optional<Object> indices = entry(transformer, "_transformer_to_input_indices", name);
        for (Object index :
                indices.isPresent() ? FittedInputReader.items(indices.get()) : List.of()) {
            if (index instanceof Long place && place >= 0 && place < count) {
                places.add(place.intValue());
            }
        }
        return places;
    }

    /** Where in the result the columns of a part begin. */
    private static Optional<Integer> begin(PickledObject transformer, Object name) {
        return entry(transformer, "output_indices_", name).orElse(null) instanceof PySlice slice
                        && slice.start() instanceof Long start
                        && start >= 0
                        && start <= FittedInputReader.MAX_COLUMNS
                ? Optional.of(start.intValue())
                : Optional.empty();
    }

    private static Optional<Object> entry(PickledObject object, String attribute, Object key) {
        return object.attribute(attribute)
                .filter(PyDict.class::isInstance)
                .flatMap(dict -> ((PyDict) dict).get(key));
    }
}
