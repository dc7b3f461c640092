package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One feature of a {@link OneHotEncoder}: its categories, and in which column each has its one.
 * Rare categories may share a column, and a dropped one has none.
 */
final class OneHotFeature {
    static final int UNKNOWN = -1;
    static final int NOWHERE = -1;

    private final Categories categories;
    private final int[] places;
    private final int unknownPlace;
    private final List<String> placeNames;

    private OneHotFeature(
            Categories categories, int[] places, int unknownPlace, List<String> placeNames) {
        this.categories = categories;
        this.places = places;
        this.unknownPlace = unknownPlace;
        this.placeNames = List.copyOf(placeNames);
    }

    static OneHotFeature read(Attributes encoder, Object categories, int index)
            throws PickleException {
        Categories known = Categories.of(encoder.owner(), categories);
        int[] groups = groups(encoder, index, known.size());
        int groupCount = Arrays.stream(groups).max().orElse(-1) + 1;
        boolean grouped = groupCount < known.size() || rareIsGrouped(encoder, index);
        Optional<Integer> dropped = dropped(encoder, index);
        int[] places = new int[groups.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(groups[i], dropped);
        }
        boolean unknownIsRare =
                grouped && encoder.text("handle_unknown", "error").equals("infrequent_if_exist");
        int unknownPlace = unknownIsRare ? place(groupCount - 1, dropped) : NOWHERE;
        return new OneHotFeature(
                known,
                places,
                unknownPlace,
                placeNames(known, places, grouped, groups, groupCount));
    }

    private static int place(int group, Optional<Integer> dropped) {
        if (dropped.isEmpty() || group < dropped.get()) {
            return group;
        }
        return group == dropped.get() ? NOWHERE : group - 1;
    }

    /** For each category its group: itself, but the rare ones all in the last. */
    static int[] groups(Attributes encoder, int index, int size) throws PickleException {
        Optional<NdArray> mapping = mapping(encoder, index);
        int[] groups = new int[size];
        for (int i = 0; i < size; i++) {
            groups[i] = i;
        }
        if (mapping.isPresent()) {
            long[] mapped = mapping.get().toLongs();
            for (int i = 0; i < Math.min(size, mapped.length); i++) {
                if (mapped[i] < 0 || mapped[i] >= size) {
                    throw new PickleException(encoder.owner() + " groups a category to nowhere");
                }
                groups[i] = (int) mapped[i];
            }
        }
        return groups;
    }

    private static boolean rareIsGrouped(Attributes encoder, int index) throws PickleException {
        return mapping(encoder, index).isPresent();
    }

    private static Optional<NdArray> mapping(Attributes encoder, int index) throws PickleException {
        if (!encoder.flag("_infrequent_enabled", false)
                || encoder.find("_default_to_infrequent_mappings").isEmpty()) {
            return Optional.empty();
        }
        List<Object> mappings = encoder.items("_default_to_infrequent_mappings");
        return index < mappings.size() && mappings.get(index) instanceof NdArray mapping
                ? Optional.of(mapping)
                : Optional.empty();
    }

    /** Which group is dropped; before 1.2 an attribute of another name said so. */
    private static Optional<Integer> dropped(Attributes encoder, int index) throws PickleException {
        boolean named = encoder.find("_drop_idx_after_grouping").isPresent();
        String attribute = named ? "_drop_idx_after_grouping" : "drop_idx_";
        if (encoder.find(attribute).isEmpty()) {
            return Optional.empty();
        }
        List<Object> dropped = encoder.items(attribute);
        return index < dropped.size() && dropped.get(index) instanceof Number group
                ? Optional.of(group.intValue())
                : Optional.empty();
    }

    private static List<String> placeNames(
            Categories known, int[] places, boolean grouped, int[] groups, int groupCount) {
        int width = Arrays.stream(places).max().orElse(-1) + 1;
        List<String> names = new ArrayList<>();
        for (int place = 0; place < width; place++) {
            names.add("");
        }
        for (int category = 0; category < places.length; category++) {
            if (places[category] != NOWHERE) {
                boolean rare = grouped && groups[category] == groupCount - 1;
                names.set(places[category], rare ? "infrequent_sklearn" : known.name(category));
            }
        }
        return names;
    }

    int width() {
        return placeNames.size();
    }

    /** Which category the value is of, or {@link #UNKNOWN}. */
    int categoryOf(Column column, int row) {
        return categories.indexOf(column, row);
    }

    /** Where the one goes for a category, or {@link #NOWHERE}. */
    int placeOf(int category) {
        return category == UNKNOWN ? unknownPlace : places[category];
    }

    List<String> outputNames(String feature) {
        return placeNames.stream().map(name -> feature + "_" + name).toList();
    }
}
