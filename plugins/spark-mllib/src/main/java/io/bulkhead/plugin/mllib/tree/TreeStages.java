package io.bulkhead.plugin.mllib.tree;

import io.bulkhead.plugin.mllib.classification.ClassifierStage;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.linear.RegressionStage;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Role;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.Optional;

/** Stages of trees, with the columns that only they have. */
public final class TreeStages {
    private TreeStages() {}

    public static void readClassifier(
            SavedStage saved, PipelineBuilder pipeline, TreeClassifier kind) throws IOException {
        TreeModel model = TreeModel.read(saved);
        ClassifierStage.add(saved, pipeline, kind.scores(model));
        addLeaves(saved, pipeline, model);
    }

    /** DecisionTreeRegressionModel, which also tells its leaves' variance. */
    public static void readTreeRegressor(SavedStage saved, PipelineBuilder pipeline)
            throws IOException {
        TreeModel model = TreeModel.read(saved);
        RegressionStage.add(saved, pipeline, model.featureCount(), model::weightedSum);
        addLeaves(saved, pipeline, model);
        Optional<String> variance = saved.params().column("varianceCol");
        if (variance.isPresent()) {
            int features = features(saved, pipeline, model);
            int to = pipeline.output(Column.number(variance.get()));
            pipeline.step(
                    features,
                    to,
                    row -> row[to].setNumber(variance(model, row[features].vector())));
        }
    }

    /** RandomForestRegressionModel: the mean of its trees. */
    public static void readForestRegressor(SavedStage saved, PipelineBuilder pipeline)
            throws IOException {
        TreeModel model = TreeModel.read(saved);
        int count = model.trees().count();
        RegressionStage.add(
                saved, pipeline, model.featureCount(), row -> model.weightedSum(row) / count);
        addLeaves(saved, pipeline, model);
    }

    /** GBTRegressionModel: the weighted sum of its trees. */
    public static void readBoostedRegressor(SavedStage saved, PipelineBuilder pipeline)
            throws IOException {
        TreeModel model = TreeModel.read(saved);
        RegressionStage.add(saved, pipeline, model.featureCount(), model::weightedSum);
        addLeaves(saved, pipeline, model);
    }

    private static int features(SavedStage saved, PipelineBuilder pipeline, TreeModel model)
            throws MalformedModelException {
        Params params = saved.params();
        return pipeline.input(
                Column.vector(params.text("featuresCol", "features"), model.featureCount()));
    }

    /** Of the training rows in a leaf: their number, their sum and the sum of their squares. */
    private static double variance(TreeModel model, VectorBuffer row) {
        double[] moments = model.trees().statistics(model.trees().leaf(0, row));
        if (moments.length < 3 || moments[0] == 0) {
            return 0;
        }
        return (moments[2] - moments[1] * moments[1] / moments[0]) / moments[0];
    }

    private static void addLeaves(SavedStage saved, PipelineBuilder pipeline, TreeModel model)
            throws MalformedModelException {
        Optional<String> name = saved.params().column("leafCol");
        boolean single = saved.extra("numTrees").isEmpty();
        int features = features(saved, pipeline, model);
        String column = name.orElse("");
        int to =
                pipeline.output(
                        name,
                        single
                                ? Column.number(column)
                                : Column.vector(column, model.trees().count()));
        pipeline.role(Role.LEAF, to);
        pipeline.step(
                features,
                to,
                row -> {
                    VectorBuffer given = row[features].vector(model.featureCount());
                    writeLeaves(model.trees(), given, single, row[to]);
                });
    }

    private static void writeLeaves(Trees trees, VectorBuffer row, boolean single, Cell to) {
        if (single) {
            to.setNumber(trees.leafNumber(trees.leaf(0, row)));
            return;
        }
        double[] leaves = to.startVector().dense(trees.count());
        for (int tree = 0; tree < trees.count(); tree++) {
            leaves[tree] = trees.leafNumber(trees.leaf(tree, row));
        }
    }
}
