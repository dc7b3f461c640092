package io.bulkhead.plugin.mllib.tree;

import io.bulkhead.plugin.mllib.classification.ClassScores;
import io.bulkhead.plugin.mllib.classification.ClassifierStage;
import io.bulkhead.plugin.mllib.classification.Scores;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;

/** Classifiers of trees: how each makes scores of leaves. */
public enum TreeClassifier implements ClassifierStage.Reader {
    /** DecisionTreeClassificationModel: the training rows in the leaf. */
    TREE {
        @Override
        ClassScores scores(TreeModel model) {
            return new Votes(model, false);
        }
    },
    /** RandomForestClassificationModel: each tree's shares, summed up. */
    FOREST {
        @Override
        ClassScores scores(TreeModel model) {
            return new Votes(model, true);
        }
    },
    /** GBTClassificationModel: a sum of regressions. */
    BOOSTED {
        @Override
        ClassScores scores(TreeModel model) {
            return new Boosted(model);
        }
    };

    abstract ClassScores scores(TreeModel model);

    @Override
    public ClassScores read(SavedStage saved) throws IOException {
        return scores(TreeModel.read(saved));
    }

    private record Votes(TreeModel model, boolean shares) implements ClassScores {
        @Override
        public int classCount() {
            return model.classCount();
        }

        @Override
        public int featureCount() {
            return model.featureCount();
        }

        @Override
        public void raw(VectorBuffer features, double[] raw, Cell scratch) {
            Trees trees = model.trees();
            for (int tree = 0; tree < trees.count(); tree++) {
                double[] counts = trees.statistics(trees.leaf(tree, features));
                double sum = shares ? sum(counts) : 1;
                for (int i = 0; i < model.classCount() && sum != 0; i++) {
                    raw[i] += counts[i] / sum;
                }
            }
        }

        private static double sum(double[] counts) {
            double sum = 0;
            for (double count : counts) {
                sum += count;
            }
            return sum;
        }

        @Override
        public void toProbabilities(double[] raw) {
            Scores.shares(raw, model.classCount());
        }
    }

    private record Boosted(TreeModel model) implements ClassScores {
        @Override
        public int classCount() {
            return 2;
        }

        @Override
        public int featureCount() {
            return model.featureCount();
        }

        @Override
        public void raw(VectorBuffer features, double[] raw, Cell scratch) {
            double margin = model.weightedSum(features);
            raw[0] = -margin;
            raw[1] = margin;
        }

        @Override
        public void toProbabilities(double[] raw) {
            raw[0] = Scores.sigmoid(2 * raw[0]);
            raw[1] = 1 - raw[0];
        }
    }
}
