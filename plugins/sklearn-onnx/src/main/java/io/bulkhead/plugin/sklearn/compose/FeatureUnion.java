package io.bulkhead.plugin.sklearn.compose;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.FrameOutput;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import io.bulkhead.plugin.sklearn.preprocessing.FunctionTransformer;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Transformers side by side, each over all columns. */
public final class FeatureUnion implements Estimator {
    private record Part(String name, Estimator transformer, double weight) {}

    private final String owner;
    private final List<Part> parts;
    private final boolean prefixNames;
    private final boolean frame;

    private FeatureUnion(String owner, List<Part> parts, boolean prefixNames, boolean frame) {
        this.owner = owner;
        this.parts = List.copyOf(parts);
        this.prefixNames = prefixNames;
        this.frame = frame;
    }

    public static FeatureUnion read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Part> parts = new ArrayList<>();
        for (Object item : attributes.items("transformer_list")) {
            if (!(item instanceof PyTuple described)
                    || described.size() != 2
                    || !(described.get(0) instanceof String name)) {
                throw new PickleException(attributes.owner() + " has a transformer without a name");
            }
            if (!described.get(1).equals("drop")) {
                Estimator transformer = transformer(described.get(1), converter);
                parts.add(new Part(name, transformer, Blocks.weight(attributes, name)));
            }
        }
        return new FeatureUnion(
                attributes.owner(),
                parts,
                attributes.flag("verbose_feature_names_out", true),
                FrameOutput.wanted(attributes));
    }

    private static Estimator transformer(Object described, EstimatorConverter converter)
            throws PickleException {
        return described.equals("passthrough")
                ? FunctionTransformer.identity()
                : converter.convert(described);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Blocks blocks = new Blocks();
        for (Part part : parts) {
            Values block = part.transformer().apply(Method.TRANSFORM, input);
            blocks.add(block, part.weight());
        }
        return frame
                ? blocks.table(input.rows(), owner)
                : Blocks.asSparse(blocks.join(input.rows(), owner), blocks.anySparse());
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        List<String> names = new ArrayList<>();
        for (Part part : parts) {
            for (String name : part.transformer().outputNames(inputNames)) {
                names.add(prefixNames ? part.name() + "__" + name : name);
            }
        }
        return names;
    }
}
