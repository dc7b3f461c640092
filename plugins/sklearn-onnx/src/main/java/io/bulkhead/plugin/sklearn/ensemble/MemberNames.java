package io.bulkhead.plugin.sklearn.ensemble;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The columns that an ensemble transforms into, named after its members as scikit-learn does.
 *
 * @param names of the members that take part, with the ensemble's before each
 */
record MemberNames(List<String> names) {
    MemberNames {
        names = List.copyOf(names);
    }

    /** Of {@code estimators}, without those that were dropped. */
    static MemberNames of(Attributes attributes) throws PickleException {
        String prefix = attributes.owner().toLowerCase(Locale.ROOT) + "_";
        List<String> names = new ArrayList<>();
        for (Object item : attributes.items("estimators")) {
            List<Object> described = Attributes.itemsOf(item).orElse(List.of());
            if (described.size() != 2) {
                throw new PickleException(attributes.owner() + " has a member without a name");
            }
            if (!described.get(1).equals("drop")) {
                names.add(prefix + described.get(0));
            }
        }
        return new MemberNames(names);
    }

    /** A column for each member. */
    List<String> alone() {
        return names;
    }

    /** So many columns for each member. */
    List<String> numbered(int columns) {
        return names.stream().flatMap(name -> numbered(name, columns)).toList();
    }

    /** The columns of members that have one or more, as many as said for each. */
    List<String> columns(List<Integer> counts) {
        return IntStream.range(0, Math.min(names.size(), counts.size()))
                .boxed()
                .flatMap(
                        i ->
                                counts.get(i) == 1
                                        ? Stream.of(names.get(i))
                                        : numbered(names.get(i), counts.get(i)))
                .toList();
    }

    private static Stream<String> numbered(String name, int columns) {
        return IntStream.range(0, columns).mapToObj(column -> name + column);
    }
}
