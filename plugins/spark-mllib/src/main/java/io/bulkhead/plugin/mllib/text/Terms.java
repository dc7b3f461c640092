package io.bulkhead.plugin.mllib.text;

import io.bulkhead.plugin.mllib.feature.Hashing;
import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Transformers that make vectors of lists of words. */
public final class Terms {
    private Terms() {}

    /** HashingTF. */
    public static void readHashing(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        int size = saved.params().whole("numFeatures", 1 << 18);
        boolean binary = saved.params().flag("binary", false);
        if (size < 1) {
            throw new MalformedModelException("a vector of " + size + " values");
        }
        Hashing hashing = Hashing.of(saved);
        Transform.add(
                pipeline,
                Column.texts(Transform.inputColumn(saved)),
                Column.vector(Transform.outputColumn(saved), size),
                (from, to) -> {
                    Map<Integer, Double> counts = new TreeMap<>();
                    for (String word : from.texts()) {
                        counts.merge(
                                hashing.bucket(word, size), 1.0, binary ? Math::max : Double::sum);
                    }
                    write(counts, 0, false, size, to.startVector());
                });
    }

    /** CountVectorizerModel. */
    public static void readCounts(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        Params params = saved.params();
        Map<String, Integer> vocabulary = new HashMap<>();
        for (String word : saved.row().texts("vocabulary")) {
            vocabulary.put(word, vocabulary.size());
        }
        int size = vocabulary.size();
        double least = params.number("minTF", 1);
        boolean binary = params.flag("binary", false);
        Transform.add(
                pipeline,
                Column.texts(Transform.inputColumn(saved)),
                Column.vector(Transform.outputColumn(saved), size),
                (from, to) -> {
                    List<String> words = from.texts();
                    Map<Integer, Double> counts = new TreeMap<>();
                    for (String word : words) {
                        Integer index = vocabulary.get(word);
                        if (index != null) {
                            counts.merge(index, 1.0, Double::sum);
                        }
                    }
                    double wanted = least >= 1 ? least : least * words.size();
                    write(counts, wanted, binary, size, to.startVector());
                });
    }

    private static void write(
            Map<Integer, Double> counts,
            double least,
            boolean binary,
            int size,
            VectorBuffer vector) {
        vector.sparse(size);
        counts.forEach(
                (index, count) -> {
                    if (count >= least) {
                        vector.append(index, binary ? 1 : count);
                    }
                });
    }

    /** IDFModel: rare terms weigh more. */
    public static void readWeights(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        double[] weights = LinearAlgebra.vector(saved.row(), "idf");
        Transform.addVectors(
                saved,
                pipeline,
                weights.length,
                weights.length,
                (from, to) -> {
                    to.copyOf(from);
                    double[] values = to.values();
                    for (int i = 0; i < to.count(); i++) {
                        values[i] *= weights[to.index(i)];
                    }
                });
    }

    /** Word2VecModel: the mean of the words' vectors; unknown words count as zeros. */
    public static void readWordVectors(SavedStage saved, PipelineBuilder pipeline)
            throws IOException {
        int size = saved.params().whole("vectorSize", 100);
        Map<String, double[]> vectors = new HashMap<>();
        for (Group row : saved.data()) {
            double[] vector = row.numbers("vector");
            if (vector.length != size) {
                throw new MalformedModelException(
                        "vectors of " + size + " values are wanted, found " + vector.length);
            }
            vectors.put(row.text("word"), vector);
        }
        Transform.add(
                pipeline,
                Column.texts(Transform.inputColumn(saved)),
                Column.vector(Transform.outputColumn(saved), size),
                (from, to) -> {
                    List<String> words = from.texts();
                    double[] mean = to.startVector().dense(size);
                    for (String word : words) {
                        double[] vector = vectors.get(word);
                        for (int i = 0; vector != null && i < size; i++) {
                            mean[i] += vector[i];
                        }
                    }
                    for (int i = 0; i < size && !words.isEmpty(); i++) {
                        mean[i] /= words.size();
                    }
                });
    }
}
