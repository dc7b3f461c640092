package io.bulkhead.plugin.mllib;

import static java.util.Map.entry;

import io.bulkhead.plugin.mllib.classification.ClassScores;
import io.bulkhead.plugin.mllib.classification.ClassifierStage;
import io.bulkhead.plugin.mllib.classification.FactorizationMachine;
import io.bulkhead.plugin.mllib.classification.LinearSvc;
import io.bulkhead.plugin.mllib.classification.LogisticRegression;
import io.bulkhead.plugin.mllib.classification.NaiveBayes;
import io.bulkhead.plugin.mllib.classification.OneVersusRest;
import io.bulkhead.plugin.mllib.classification.Perceptron;
import io.bulkhead.plugin.mllib.clustering.BisectingCentres;
import io.bulkhead.plugin.mllib.clustering.Centres;
import io.bulkhead.plugin.mllib.clustering.GaussianMixture;
import io.bulkhead.plugin.mllib.clustering.Recommendations;
import io.bulkhead.plugin.mllib.clustering.TopicModel;
import io.bulkhead.plugin.mllib.feature.Assembler;
import io.bulkhead.plugin.mllib.feature.Categories;
import io.bulkhead.plugin.mllib.feature.FeatureHasher;
import io.bulkhead.plugin.mllib.feature.Formula;
import io.bulkhead.plugin.mllib.feature.Interaction;
import io.bulkhead.plugin.mllib.feature.LocalityHashes;
import io.bulkhead.plugin.mllib.feature.Numbers;
import io.bulkhead.plugin.mllib.feature.Scalers;
import io.bulkhead.plugin.mllib.feature.SqlSelect;
import io.bulkhead.plugin.mllib.feature.TargetEncoding;
import io.bulkhead.plugin.mllib.feature.Vectors;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.linear.GeneralizedLinear;
import io.bulkhead.plugin.mllib.linear.IsotonicRegression;
import io.bulkhead.plugin.mllib.linear.Regressions;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.StageReader;
import io.bulkhead.plugin.mllib.text.Terms;
import io.bulkhead.plugin.mllib.text.Words;
import io.bulkhead.plugin.mllib.tree.TreeClassifier;
import io.bulkhead.plugin.mllib.tree.TreeStages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every kind of stage that is known, by Spark's class. */
final class StageCatalog implements StageReader {
    private static final String PACKAGE = "org.apache.spark.ml.";
    private static final String PYTHON_PACKAGE = "pyspark.ml.";

    private static final int DEEPEST = 16;

    private final Map<String, ClassifierStage.Reader> classifiers =
            Map.of(
                    "classification.LogisticRegressionModel", LogisticRegression::read,
                    "classification.LinearSVCModel", LinearSvc::read,
                    "classification.NaiveBayesModel", NaiveBayes::read,
                    "classification.MultilayerPerceptronClassificationModel", Perceptron::read,
                    "classification.FMClassificationModel", FactorizationMachine::read,
                    "classification.DecisionTreeClassificationModel", TreeClassifier.TREE,
                    "classification.RandomForestClassificationModel", TreeClassifier.FOREST,
                    "classification.GBTClassificationModel", TreeClassifier.BOOSTED);

    private final Map<String, StageReader> stages = new HashMap<>();
    private int depth;

    StageCatalog() {
        stages.putAll(predictors());
        stages.putAll(numbersAndVectors());
        stages.putAll(categoriesAndText());
        stages.put("PipelineModel", this::readPipeline);
        stages.put("tuning.CrossValidatorModel", this::readBest);
        stages.put("tuning.TrainValidationSplitModel", this::readBest);
        stages.put("feature.RFormulaModel", (saved, to) -> Formula.read(saved, to, this));
        // What RFormula puts into its pipeline to tidy up.
        stages.put("feature.ColumnPruner", (saved, to) -> {});
        stages.put("feature.VectorAttributeRewriter", (saved, to) -> {});
    }

    private Map<String, StageReader> predictors() {
        Map<String, StageReader> readers = new HashMap<>();
        classifiers.forEach(
                (name, reader) ->
                        readers.put(
                                name,
                                (saved, to) -> ClassifierStage.add(saved, to, reader.read(saved))));
        for (TreeClassifier kind : TreeClassifier.values()) {
            classifiers.forEach(
                    (name, reader) -> {
                        if (reader == kind) {
                            readers.put(
                                    name,
                                    (saved, to) -> TreeStages.readClassifier(saved, to, kind));
                        }
                    });
        }
        readers.put(
                "classification.OneVsRestModel",
                (saved, to) ->
                        ClassifierStage.add(
                                saved, to, OneVersusRest.read(saved, this::readClassifier)));
        readers.put("regression.LinearRegressionModel", Regressions::readLinear);
        readers.put("regression.GeneralizedLinearRegressionModel", GeneralizedLinear::read);
        readers.put("regression.DecisionTreeRegressionModel", TreeStages::readTreeRegressor);
        readers.put("regression.RandomForestRegressionModel", TreeStages::readForestRegressor);
        readers.put("regression.GBTRegressionModel", TreeStages::readBoostedRegressor);
        readers.put("regression.FMRegressionModel", Regressions::readFactorizationMachine);
        readers.put("regression.IsotonicRegressionModel", IsotonicRegression::read);
        readers.put("regression.AFTSurvivalRegressionModel", Regressions::readSurvival);
        readers.put("clustering.KMeansModel", Centres::read);
        readers.put("clustering.BisectingKMeansModel", BisectingCentres::read);
        readers.put("clustering.GaussianMixtureModel", GaussianMixture::read);
        readers.put("clustering.LocalLDAModel", TopicModel::readLocal);
        readers.put("clustering.DistributedLDAModel", TopicModel::readDistributed);
        readers.put("recommendation.ALSModel", Recommendations::read);
        return readers;
    }

    private static Map<String, StageReader> numbersAndVectors() {
        return Map.ofEntries(
                entry("feature.StandardScalerModel", Scalers::readStandard),
                entry("feature.RobustScalerModel", Scalers::readRobust),
                entry("feature.MaxAbsScalerModel", Scalers::readMaxAbs),
                entry("feature.MinMaxScalerModel", Scalers::readMinMax),
                entry("feature.ElementwiseProduct", Scalers::readProduct),
                entry("feature.Normalizer", Scalers::readNormalizer),
                entry("feature.PCAModel", Vectors::readPrincipalComponents),
                entry("feature.VectorSlicer", Vectors::readSlicer),
                entry("feature.VectorSizeHint", Vectors::readSizeHint),
                entry("feature.ChiSqSelectorModel", Vectors::readSelector),
                entry("feature.UnivariateFeatureSelectorModel", Vectors::readSelector),
                entry("feature.VarianceThresholdSelectorModel", Vectors::readSelector),
                entry("feature.PolynomialExpansion", Vectors::readPolynomial),
                entry("feature.DCT", Vectors::readCosines),
                entry("feature.Interaction", Interaction::read),
                entry("feature.VectorAssembler", Assembler::read),
                entry("feature.MinHashLSHModel", LocalityHashes::readMinHash),
                entry("feature.BucketedRandomProjectionLSHModel", LocalityHashes::readProjection));
    }

    private static Map<String, StageReader> categoriesAndText() {
        return Map.ofEntries(
                entry("feature.Binarizer", Numbers::readBinarizer),
                entry("feature.Bucketizer", Numbers::readBucketizer),
                entry("feature.ImputerModel", Numbers::readImputer),
                entry("feature.StringIndexerModel", Categories::readIndexer),
                entry("feature.IndexToString", Categories::readLabels),
                entry("feature.OneHotEncoderModel", Categories::readOneHot),
                entry("feature.VectorIndexerModel", Categories::readVectorIndexer),
                entry("feature.TargetEncoderModel", TargetEncoding::read),
                entry("feature.FeatureHasher", FeatureHasher::read),
                entry("feature.SQLTransformer", SqlSelect::read),
                entry("feature.Tokenizer", Words::readTokenizer),
                entry("feature.RegexTokenizer", Words::readRegexTokenizer),
                entry("feature.StopWordsRemover", Words::readStopWords),
                entry("feature.NGram", Words::readSequences),
                entry("feature.HashingTF", Terms::readHashing),
                entry("feature.CountVectorizerModel", Terms::readCounts),
                entry("feature.IDFModel", Terms::readWeights),
                entry("feature.Word2VecModel", Terms::readWordVectors));
    }

    @Override
    public void read(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        StageReader reader = stages.get(nameOf(saved));
        if (reader == null) {
            throw unsupported(saved);
        }
        if (++depth > DEEPEST) {
            throw new MalformedModelException("pipelines are nested too deep");
        }
        if (!isFrame(saved)) {
            pipeline.stage(saved.kind());
        }
        reader.read(saved, pipeline);
        depth--;
    }

    /** Whether it only holds other stages. */
    private static boolean isFrame(SavedStage saved) {
        String name = nameOf(saved);
        return name.equals("PipelineModel")
                || name.startsWith("tuning.")
                || name.equals("feature.ColumnPruner")
                || name.equals("feature.VectorAttributeRewriter");
    }

    private static String nameOf(SavedStage saved) {
        String name = saved.className();
        if (name.startsWith(PYTHON_PACKAGE)) { // a pipeline that Python itself had to write
            return name.substring(PYTHON_PACKAGE.length()).replace("pipeline.", "");
        }
        return name.startsWith(PACKAGE) ? name.substring(PACKAGE.length()) : name;
    }

    /** Stages lie in folders {@code <number>_<uid>}. */
    private void readPipeline(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        List<String> folders = new ArrayList<>(saved.folders("stages"));
        for (String folder : folders) {
            if (!folder.matches("[0-9]{1,6}_.+")) {
                throw new MalformedModelException("'" + folder + "' is no stage's folder");
            }
        }
        folders.sort(Comparator.comparing(StageCatalog::numberOf));
        Object declared = saved.objectOf("paramMap").get("stageUids");
        int wanted = declared instanceof List<?> uids ? uids.size() : folders.size();
        if (folders.size() != wanted) {
            throw new MalformedModelException(
                    "a pipeline of "
                            + wanted
                            + " stages, of which "
                            + folders.size()
                            + " are there");
        }
        for (String folder : folders) {
            read(saved.child("stages/" + folder), pipeline);
        }
    }

    private static int numberOf(String folder) {
        return Integer.parseInt(folder.substring(0, folder.indexOf('_')));
    }

    private void readBest(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        read(saved.child("bestModel"), pipeline);
    }

    private ClassScores readClassifier(SavedStage saved) throws IOException {
        ClassifierStage.Reader reader = classifiers.get(nameOf(saved));
        if (reader == null) {
            throw unsupported(saved);
        }
        return reader.read(saved);
    }

    private static MalformedModelException unsupported(SavedStage saved) {
        String name = saved.className();
        return new MalformedModelException(
                "stage '" + name + "' is not supported: " + remedy(name, saved.kind()));
    }

    /** What to do about a stage of another library, one that is not fitted, or any other. */
    private static String remedy(String name, String kind) {
        if (name.startsWith("ml.dmlc.xgboost4j.")) {
            return "save its booster (nativeBooster.saveModel(\"model.json\")) and serve that with"
                    + " runtime 'xgboost', the stages before it in front";
        }
        if (name.startsWith("com.microsoft.") && kind.contains("LightGBM")) {
            return "save its booster (saveNativeModel, a text file) and serve that with runtime"
                    + " 'lightgbm', the stages before it in front";
        }
        if (name.startsWith(PACKAGE) && kind.equals("OneHotEncoder")) {
            return "fit the encoder of Spark 2.3 or newer, which keeps its sizes";
        }
        if (name.startsWith(PACKAGE) && !name.endsWith("Model")) {
            return "if it is not fitted yet, save the model that fit() returns";
        }
        return "put what it does in front of the model, or serve it from a runtime of your own";
    }
}
