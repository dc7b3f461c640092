package io.bulkhead.plugin.mllib.classification;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** OneVsRestModel: a classifier for each class, and the one that is surest. */
public final class OneVersusRest implements ClassScores {
    private final List<ClassScores> classes;

    private OneVersusRest(List<ClassScores> classes) {
        this.classes = classes;
    }

    /**
     * @param readers of the classifiers in it
     */
    public static ClassScores read(SavedStage saved, ClassifierStage.Reader readers)
            throws IOException {
        List<ClassScores> classes = new ArrayList<>();
        List<String> folders = saved.folders("");
        while (folders.contains("model_" + classes.size())) {
            ClassScores scores = readers.read(saved.child("model_" + classes.size()));
            if (scores.classCount() != 2) {
                throw new MalformedModelException(
                        "one of its classifiers tells " + scores.classCount() + " classes apart");
            }
            classes.add(scores);
        }
        if (classes.isEmpty()) {
            throw new MalformedModelException("a model for one against the rest without models");
        }
        return new OneVersusRest(List.copyOf(classes));
    }

    @Override
    public int classCount() {
        return classes.size();
    }

    @Override
    public int featureCount() {
        return classes.stream().mapToInt(ClassScores::featureCount).max().orElse(Column.ANY_SIZE);
    }

    @Override
    public void raw(VectorBuffer features, double[] raw, Cell scratch) {
        double[] two = new double[2];
        for (int i = 0; i < raw.length && i < classes.size(); i++) {
            two[0] = 0;
            two[1] = 0;
            classes.get(i).raw(features, two, scratch);
            raw[i] = two[1];
        }
    }

    @Override
    public boolean hasProbabilities() {
        return false;
    }
}
