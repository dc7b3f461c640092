package io.bulkhead.plugin.sklearn.compose;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.FrameOutput;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyDict;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import io.bulkhead.plugin.sklearn.preprocessing.FunctionTransformer;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Transformers side by side, each over columns of its own. */
public final class ColumnTransformer implements Estimator {
    private final Features features;
    private final List<Part> parts;
    private final boolean prefixNames;
    private final boolean frame;
    private final boolean sparse;

    /** One transformer and its columns, as they were when it was fitted. */
    private static final class Part {
        private final String name;
        private final Estimator transformer;
        private final int[] columns;
        private final double weight;

        Part(String name, Estimator transformer, int[] columns, double weight) {
            this.name = name;
            this.transformer = transformer;
            this.columns = columns;
            this.weight = weight;
        }
    }

    private ColumnTransformer(
            Features features,
            List<Part> parts,
            boolean prefixNames,
            boolean frame,
            boolean sparse) {
        this.features = features;
        this.parts = List.copyOf(parts);
        this.prefixNames = prefixNames;
        this.frame = frame;
        this.sparse = sparse;
    }

    public static ColumnTransformer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        List<Part> parts = new ArrayList<>();
        for (Object item : attributes.items("transformers_")) {
            if (!(item instanceof PyTuple described)
                    || described.size() != 3
                    || !(described.get(0) instanceof String name)) {
                throw new PickleException(attributes.owner() + " has a transformer without a name");
            }
            int[] columns = columns(attributes, name, features.count());
            if (columns.length > 0 && !described.get(1).equals("drop")) {
                Estimator transformer = transformer(described.get(1), converter);
                parts.add(new Part(name, transformer, columns, Blocks.weight(attributes, name)));
            }
        }
        return new ColumnTransformer(
                features,
                parts,
                attributes.flag("verbose_feature_names_out", true),
                FrameOutput.wanted(attributes),
                attributes.flag("sparse_output_", false));
    }

    private static Estimator transformer(Object described, EstimatorConverter converter)
            throws PickleException {
        return described.equals("passthrough")
                ? FunctionTransformer.identity()
                : converter.convert(described);
    }

    /** Names, slices and masks of columns are all resolved to indices when fitted. */
    private static int[] columns(Attributes attributes, String name, int count)
            throws PickleException {
        Optional<PyDict> indices = attributes.findDict("_transformer_to_input_indices");
        Optional<Object> found = indices.flatMap(byName -> byName.get(name));
        if (found.isEmpty()) {
            throw new PickleException(attributes.owner() + " does not say which columns it takes");
        }
        List<Object> items = Attributes.itemsOf(found.get()).orElse(List.of());
        int[] columns = new int[items.size()];
        for (int i = 0; i < columns.length; i++) {
            if (!(items.get(i) instanceof Long index) || index < 0 || index >= count) {
                throw new PickleException(
                        attributes.owner() + " takes a column that is not one of " + count);
            }
            columns[i] = index.intValue();
        }
        return columns;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        int[] places = places(input);
        Blocks blocks = new Blocks();
        for (Part part : parts) {
            int[] columns = Arrays.stream(part.columns).map(column -> places[column]).toArray();
            Values selected = input.select(columns, features.owner());
            Values block = part.transformer.apply(Method.TRANSFORM, selected);
            blocks.add(block, part.weight);
        }
        return frame
                ? blocks.table(input.rows(), features.owner())
                : Blocks.asSparse(blocks.join(input.rows(), features.owner()), sparse);
    }

    /** Where the columns of the fitted data are in this input; by name if both have names. */
    private int[] places(Values input) {
        int[] places = new int[features.count()];
        Arrays.setAll(places, column -> column);
        List<String> names = input.names();
        if (names.isEmpty() || features.names().isEmpty()) {
            features.checked(input);
        } else if (!names.equals(features.names())) {
            Arrays.setAll(places, column -> names.indexOf(features.names().get(column)));
            requireUsedColumns(places);
        }
        if (input.rows() == 0) {
            throw ServingException.unprocessable(
                    "Found array with 0 sample(s) while a minimum of 1 is required.");
        }
        return places;
    }

    private void requireUsedColumns(int[] places) {
        List<String> missing = new ArrayList<>();
        for (Part part : parts) {
            for (int column : part.columns) {
                if (places[column] < 0) {
                    missing.add("'" + features.names().get(column) + "'");
                }
            }
        }
        if (!missing.isEmpty()) {
            throw ServingException.unprocessable(
                    "columns are missing: {" + String.join(", ", missing) + "}");
        }
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        List<String> fitted = features.names().isEmpty() ? inputNames : features.names();
        List<String> names = new ArrayList<>();
        for (Part part : parts) {
            List<String> selected = Arrays.stream(part.columns).mapToObj(fitted::get).toList();
            for (String name : part.transformer.outputNames(selected)) {
                names.add(prefixNames ? part.name + "__" + name : name);
            }
        }
        return names;
    }
}
