package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import io.bulkhead.plugin.mllib.row.Cell;
import java.util.List;

/** FeatureHasher: columns of any kind into one vector, by the hashes of their names and values. */
public final class FeatureHasher {
    private FeatureHasher() {}

    public static void read(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        Params params = saved.params();
        List<String> names = params.texts("inputCols");
        List<String> categorical =
                params.has("categoricalCols") ? params.texts("categoricalCols") : List.of();
        int size = params.whole("numFeatures", 1 << 18);
        if (size < 1) {
            throw new MalformedModelException("a vector of " + size + " values");
        }
        Hashing hashing = new Hashing(false); // it is younger than the older way to hash
        int[] inputs =
                names.stream().mapToInt(name -> pipeline.input(Column.scalar(name))).toArray();
        int output = pipeline.output(Column.vector(Transform.outputColumn(saved), size));
        pipeline.step(
                inputs,
                new int[] {output},
                row -> {
                    BucketCounts counts = new BucketCounts();
                    for (int i = 0; i < inputs.length; i++) {
                        String name = names.get(i);
                        boolean isCategory = categorical.contains(name);
                        add(row[inputs[i]], name, isCategory, hashing, size, counts);
                    }
                    counts.writeTo(row[output].startVector(), size);
                });
    }

    private static void add(
            Cell cell,
            String name,
            boolean isCategory,
            Hashing hashing,
            int size,
            BucketCounts counts) {
        switch (cell.kind()) {
            case NOTHING -> {} // counts as 0
            case TEXT, FLAG -> counts.add(hashing.bucket(name + "=" + cell.text(), size), 1);
            default -> {
                if (isCategory) {
                    counts.add(hashing.bucket(name + "=" + cell.text(), size), 1);
                } else {
                    counts.add(hashing.bucket(name, size), cell.number());
                }
            }
        }
    }
}
