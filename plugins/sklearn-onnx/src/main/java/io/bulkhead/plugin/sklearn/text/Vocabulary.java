package io.bulkhead.plugin.sklearn.text;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyDict;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The terms that were found when it was fitted, each with a column. */
final class Vocabulary implements TermIndex {
    private static final Integer ABSENT = UNKNOWN;

    private final Map<String, Integer> columns;
    private final int size;

    private Vocabulary(Map<String, Integer> columns, int size) {
        this.columns = columns;
        this.size = size;
    }

    /** The fitted vocabulary, or the one given in its place. */
    static Vocabulary of(Attributes attributes) throws PickleException {
        Optional<PyDict> fitted =
                attributes.findDict("vocabulary_").or(() -> attributes.findDict("vocabulary"));
        if (fitted.isPresent()) {
            return of(attributes.owner(), fitted.get().entries());
        }
        Map<Object, Object> listed = new HashMap<>();
        for (Object term : attributes.items("vocabulary")) {
            listed.putIfAbsent(term, (long) listed.size());
        }
        return of(attributes.owner(), listed);
    }

    private static Vocabulary of(String owner, Map<?, ?> terms) throws PickleException {
        Map<String, Integer> columns = new HashMap<>(terms.size() * 2);
        for (Map.Entry<?, ?> entry : terms.entrySet()) {
            if (!(entry.getKey() instanceof String term)
                    || !(entry.getValue() instanceof Long column)
                    || column < 0
                    || column >= terms.size()) {
                throw new PickleException(
                        owner + " has a vocabulary that does not number its terms");
            }
            columns.put(term, column.intValue());
        }
        return new Vocabulary(columns, terms.size());
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int find(String term) {
        return columns.getOrDefault(term, ABSENT);
    }

    @Override
    public List<String> names() {
        String[] names = new String[size];
        Arrays.fill(names, "");
        columns.forEach((term, column) -> names[column] = term);
        return List.of(names);
    }
}
