package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.catboost.embedding.DiscriminantAnalysis;
import io.bulkhead.plugin.catboost.embedding.EmbeddingCalcer;
import io.bulkhead.plugin.catboost.embedding.NearestNeighbours;
import io.bulkhead.plugin.catboost.embedding.NeighbourGraph;
import io.bulkhead.plugin.catboost.embedding.NeighbourGraph.Level;
import io.bulkhead.plugin.catboost.format.EmbeddingPart.Calcer;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the part of the binary format that is about embeddings. Good for one part. */
final class EmbeddingPartReader {
    static final String ID = "embed_process_1";

    private static final int DISCRIMINANT_ANALYSIS = 3;
    private static final int NEAREST_NEIGHBOURS = 4;
    private static final int MAX_NUMBERS = 1 << 20;

    private final FileBytes file;

    EmbeddingPartReader(FileBytes file) {
        this.file = file;
    }

    EmbeddingPart read() throws MalformedModelException {
        file.expectMagic(ID);
        FlatTable header = file.table();
        List<String> ids = header.guids(0);
        Map<String, Calcer> calcers = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = file.table().guid(1);
            calcers.put(id, calcer(id));
        }
        List<Calcer> ordered = new ArrayList<>();
        for (String id : ids) {
            Calcer calcer = calcers.get(id);
            if (calcer == null) {
                throw new MalformedModelException("a part that reads embeddings is missing");
            }
            ordered.add(calcer);
        }
        List<int[]> ofEmbeddings = new ArrayList<>();
        for (FlatTable list : header.tables(1)) {
            ofEmbeddings.add(list.ints(0));
        }
        return new EmbeddingPart(ordered, ofEmbeddings);
    }

    private Calcer calcer(String id) throws MalformedModelException {
        file.expectMagic("EmbedCalcerV1");
        int type = file.intValue();
        FlatTable table = file.table();
        int[] active = table.ints(1);
        FlatTable about = table.requiredTable(3, "description of what reads embeddings");
        EmbeddingCalcer calcer = described(type, about);
        for (int value : active) {
            if (value < 0 || value >= calcer.width()) {
                throw new MalformedModelException(
                        "number " + value + " of " + calcer.width() + " of an embedding");
            }
        }
        return new Calcer(id, calcer, active);
    }

    private EmbeddingCalcer described(int type, FlatTable about) throws MalformedModelException {
        try {
            return switch (type) {
                case DISCRIMINANT_ANALYSIS -> discriminantAnalysis(about);
                case NEAREST_NEIGHBOURS -> nearestNeighbours(about);
                default ->
                        throw new MalformedModelException(
                                "numbers are made of embeddings in a way that is not known, number "
                                        + type);
            };
        } catch (IllegalArgumentException unfit) {
            throw new MalformedModelException(
                    "what reads embeddings does not fit together: " + unfit.getMessage());
        }
    }

    private static EmbeddingCalcer discriminantAnalysis(FlatTable about)
            throws MalformedModelException {
        return new DiscriminantAnalysis(
                checked(about.intOr(0, 0), "numbers of an embedding"),
                checked(about.intOr(2, 0), "projections"),
                about.floats(4));
    }

    private EmbeddingCalcer nearestNeighbours(FlatTable about) throws MalformedModelException {
        int dimension = checked(about.intOr(0, 0), "numbers of an embedding");
        boolean classes = about.byteOr(4, 1) != 0;
        int classCount = classes ? checked(about.intOr(1, 0), "classes") : 0;
        int wanted = Math.max(0, about.intOr(2, 0));
        float[] targets = classes ? classes(classCount) : file.floats();
        List<Level> levels = levels();
        NeighbourGraph graph = new NeighbourGraph(file.floats(), dimension, levels);
        if (targets.length != (levels.isEmpty() ? 0 : levels.get(0).size())) {
            throw new MalformedModelException(targets.length + " targets of embeddings");
        }
        return new NearestNeighbours(graph, dimension, wanted, targets, classCount);
    }

    private float[] classes(int count) throws MalformedModelException {
        float[] classes = new float[file.countOf(file.partSize(), Integer.BYTES)];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = file.intBelow(count, "classes");
        }
        return classes;
    }

    private List<Level> levels() throws MalformedModelException {
        FileBytes index = new FileBytes(file.part());
        if (!index.hasMore()) {
            return List.of();
        }
        int most = index.intValue();
        int[] sizes = new int[index.countOf(index.unsigned(), Integer.BYTES)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = index.intValue();
        }
        List<Level> levels = new ArrayList<>();
        for (int size : sizes) {
            int degree = Math.max(0, Math.min(most, size - 1));
            levels.add(new Level(size, degree, index.ints((long) size * degree)));
        }
        return levels;
    }

    private static int checked(int count, String things) throws MalformedModelException {
        if (count < 1 || count > MAX_NUMBERS) {
            throw new MalformedModelException(count + " " + things);
        }
        return count;
    }
}
