package io.bulkhead.plugin.sklearn;

import io.bulkhead.plugin.sklearn.cluster.FeatureAgglomeration;
import io.bulkhead.plugin.sklearn.compose.ColumnTransformer;
import io.bulkhead.plugin.sklearn.compose.FeatureUnion;
import io.bulkhead.plugin.sklearn.compose.Pipeline;
import io.bulkhead.plugin.sklearn.decomposition.ChiSquareWaves;
import io.bulkhead.plugin.sklearn.decomposition.KernelProjection;
import io.bulkhead.plugin.sklearn.decomposition.MultipliedFactors;
import io.bulkhead.plugin.sklearn.decomposition.NonNegativeFactors;
import io.bulkhead.plugin.sklearn.decomposition.Projection;
import io.bulkhead.plugin.sklearn.decomposition.RandomWaves;
import io.bulkhead.plugin.sklearn.decomposition.ScoredProjection;
import io.bulkhead.plugin.sklearn.decomposition.SparseCodes;
import io.bulkhead.plugin.sklearn.decomposition.TopicMixture;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReader;
import io.bulkhead.plugin.sklearn.estimator.SinglePrecision;
import io.bulkhead.plugin.sklearn.kernel.PolynomialSketch;
import io.bulkhead.plugin.sklearn.linear.LinearClassifier;
import io.bulkhead.plugin.sklearn.linear.LinearRegressor;
import io.bulkhead.plugin.sklearn.preprocessing.Binarizer;
import io.bulkhead.plugin.sklearn.preprocessing.FeatureElimination;
import io.bulkhead.plugin.sklearn.preprocessing.FeatureSelection;
import io.bulkhead.plugin.sklearn.preprocessing.FunctionTransformer;
import io.bulkhead.plugin.sklearn.preprocessing.IterativeImputer;
import io.bulkhead.plugin.sklearn.preprocessing.KBinsDiscretizer;
import io.bulkhead.plugin.sklearn.preprocessing.LabelSets;
import io.bulkhead.plugin.sklearn.preprocessing.LabelTransformer;
import io.bulkhead.plugin.sklearn.preprocessing.MissingIndicator;
import io.bulkhead.plugin.sklearn.preprocessing.NeighborsImputer;
import io.bulkhead.plugin.sklearn.preprocessing.Normalizer;
import io.bulkhead.plugin.sklearn.preprocessing.OneHotEncoder;
import io.bulkhead.plugin.sklearn.preprocessing.OrdinalEncoder;
import io.bulkhead.plugin.sklearn.preprocessing.PolynomialFeatures;
import io.bulkhead.plugin.sklearn.preprocessing.PowerTransformer;
import io.bulkhead.plugin.sklearn.preprocessing.QuantileTransformer;
import io.bulkhead.plugin.sklearn.preprocessing.Scaler;
import io.bulkhead.plugin.sklearn.preprocessing.SimpleImputer;
import io.bulkhead.plugin.sklearn.preprocessing.SplineTransformer;
import io.bulkhead.plugin.sklearn.preprocessing.TargetEncoder;
import io.bulkhead.plugin.sklearn.text.TfidfTransformer;
import io.bulkhead.plugin.sklearn.text.Vectorizer;
import io.bulkhead.plugin.sklearn.tree.TreeClassifier;
import io.bulkhead.plugin.sklearn.tree.TreeRegressor;
import io.bulkhead.plugin.sklearn.tree.TreesEmbedding;
import java.util.HashMap;
import java.util.Map;

/** The estimators that can be served: scikit-learn's names and what reads them. */
final class EstimatorCatalog {
    /** The attribute of a search over parameters that holds the estimator which won. */
    static final String BEST = "best_estimator_";

    private final Map<String, EstimatorReader> readers = new HashMap<>();

    private EstimatorCatalog() {
        linear();
        trees();
        preprocessing();
        features();
        text();
        composed();
        readers.putAll(PredictorCatalog.readers());
    }

    /** All readers by the estimator's Python name. */
    static Map<String, EstimatorReader> readers() {
        return Map.copyOf(new EstimatorCatalog().readers);
    }

    private void linear() {
        String module = "sklearn.linear_model.";
        add(module + "_base", LinearRegressor::read, "LinearRegression");
        add(module + "_bayes", LinearRegressor::read, "ARDRegression", "BayesianRidge");
        add(module + "_coordinate_descent", LinearRegressor::read, "ElasticNet", "ElasticNetCV");
        add(module + "_coordinate_descent", LinearRegressor::read, "Lasso", "LassoCV");
        add(
                module + "_coordinate_descent",
                LinearRegressor::read,
                "MultiTaskElasticNet",
                "MultiTaskElasticNetCV",
                "MultiTaskLasso",
                "MultiTaskLassoCV");
        add(module + "_huber", LinearRegressor::read, "HuberRegressor");
        add(module + "_least_angle", LinearRegressor::read, "Lars", "LarsCV");
        add(module + "_least_angle", LinearRegressor::read, "LassoLars", "LassoLarsCV");
        add(module + "_least_angle", LinearRegressor::read, "LassoLarsIC");
        add(module + "_omp", LinearRegressor::read, "OrthogonalMatchingPursuit");
        add(module + "_omp", LinearRegressor::read, "OrthogonalMatchingPursuitCV");
        add(module + "_passive_aggressive", LinearRegressor::read, "PassiveAggressiveRegressor");
        add(module + "_quantile", LinearRegressor::read, "QuantileRegressor");
        add(module + "_ridge", LinearRegressor::read, "Ridge", "RidgeCV");
        add(module + "_stochastic_gradient", LinearRegressor::read, "SGDRegressor");
        add(module + "_theil_sen", LinearRegressor::read, "TheilSenRegressor");
        add("sklearn.svm._classes", LinearRegressor::read, "LinearSVR");
        add(module + "_glm.glm", LinearRegressor::readLogLink, "GammaRegressor");
        add(module + "_glm.glm", LinearRegressor::readLogLink, "PoissonRegressor");
        add(module + "_glm.glm", LinearRegressor::readTweedie, "TweedieRegressor");
        add(module + "_logistic", LinearClassifier::readLogistic, "LogisticRegression");
        add(module + "_logistic", LinearClassifier::readLogistic, "LogisticRegressionCV");
        add(module + "_passive_aggressive", LinearClassifier::read, "PassiveAggressiveClassifier");
        add(module + "_perceptron", LinearClassifier::read, "Perceptron");
        add(module + "_ridge", LinearClassifier::read, "RidgeClassifier", "RidgeClassifierCV");
        add(module + "_stochastic_gradient", LinearClassifier::readStochastic, "SGDClassifier");
        add("sklearn.svm._classes", LinearClassifier::read, "LinearSVC");
    }

    private void trees() {
        String tree = "sklearn.tree._classes";
        String forest = "sklearn.ensemble._forest";
        add(tree, TreeClassifier::read, "DecisionTreeClassifier", "ExtraTreeClassifier");
        add(tree, TreeRegressor::read, "DecisionTreeRegressor", "ExtraTreeRegressor");
        add(forest, TreeClassifier::read, "RandomForestClassifier", "ExtraTreesClassifier");
        add(forest, TreeRegressor::read, "RandomForestRegressor", "ExtraTreesRegressor");
        add(forest, TreesEmbedding::read, "RandomTreesEmbedding");
    }

    private void preprocessing() {
        String data = "sklearn.preprocessing._data";
        add(data, Scaler::readStandard, "StandardScaler");
        add(data, Scaler::readMinMax, "MinMaxScaler");
        add(data, Scaler::readMaxAbs, "MaxAbsScaler");
        add(data, Scaler::readRobust, "RobustScaler");
        add(data, Normalizer::read, "Normalizer");
        add(data, Binarizer::read, "Binarizer");
        add(data, PowerTransformer::read, "PowerTransformer");
        add(data, QuantileTransformer::read, "QuantileTransformer");
        add("sklearn.preprocessing._discretization", KBinsDiscretizer::read, "KBinsDiscretizer");
        add("sklearn.preprocessing._polynomial", PolynomialFeatures::read, "PolynomialFeatures");
        add("sklearn.preprocessing._polynomial", SplineTransformer::read, "SplineTransformer");
        add("sklearn.preprocessing._target_encoder", TargetEncoder::read, "TargetEncoder");
        add("sklearn.impute._base", MissingIndicator::read, "MissingIndicator");
        add("sklearn.impute._knn", NeighborsImputer::read, "KNNImputer");
        add("sklearn.impute._iterative", IterativeImputer::read, "IterativeImputer");
        add("sklearn.preprocessing._encoders", OneHotEncoder::read, "OneHotEncoder");
        add("sklearn.preprocessing._label", LabelTransformer::readEncoder, "LabelEncoder");
        add("sklearn.preprocessing._label", LabelTransformer::readBinarizer, "LabelBinarizer");
        add("sklearn.preprocessing._label", LabelSets::read, "MultiLabelBinarizer");
        add("sklearn.preprocessing._encoders", OrdinalEncoder::read, "OrdinalEncoder");
        add("sklearn.impute._base", SimpleImputer::read, "SimpleImputer");
        add(
                "sklearn.preprocessing._function_transformer",
                FunctionTransformer::read,
                "FunctionTransformer");
    }

    private void features() {
        String selection = "sklearn.feature_selection.";
        String decomposition = "sklearn.decomposition.";
        add(selection + "_variance_threshold", FeatureSelection::readVariance, "VarianceThreshold");
        String univariate = selection + "_univariate_selection";
        add(univariate, FeatureSelection::readBest, "SelectKBest");
        add(univariate, FeatureSelection::readPercentile, "SelectPercentile");
        add(univariate, FeatureSelection::readChance, "SelectFpr", "SelectFdr", "SelectFwe");
        add(univariate, FeatureSelection::readGeneric, "GenericUnivariateSelect");
        add(selection + "_from_model", FeatureSelection::readFromModel, "SelectFromModel");
        add(selection + "_sequential", FeatureSelection::readMask, "SequentialFeatureSelector");
        add(selection + "_rfe", FeatureElimination::read, "RFE", "RFECV");
        add(decomposition + "_pca", ScoredProjection::readPca, "PCA");
        add(decomposition + "_incremental_pca", Projection::readPca, "IncrementalPCA");
        add(decomposition + "_truncated_svd", Projection::readSvd, "TruncatedSVD");
        add(decomposition + "_factor_analysis", ScoredProjection::readFactors, "FactorAnalysis");
        add(decomposition + "_fastica", Projection::readIndependent, "FastICA");
        add(decomposition + "_sparse_pca", Projection::readSparse, "SparsePCA");
        add(decomposition + "_sparse_pca", Projection::readSparse, "MiniBatchSparsePCA");
        EstimatorReader kernelPca = SinglePrecision.by("X_fit_", KernelProjection::readPca);
        add(decomposition + "_kernel_pca", kernelPca, "KernelPCA");
        add(decomposition + "_nmf", NonNegativeFactors::read, "NMF");
        add(decomposition + "_nmf", MultipliedFactors::readBatches, "MiniBatchNMF");
        String dictionary = decomposition + "_dict_learning";
        add(dictionary, SparseCodes::readFitted, "DictionaryLearning");
        add(dictionary, SparseCodes::readFitted, "MiniBatchDictionaryLearning");
        add(dictionary, SparseCodes::readGiven, "SparseCoder");
        add(decomposition + "_lda", TopicMixture::read, "LatentDirichletAllocation");
        add("sklearn.random_projection", Projection::readSvd, "GaussianRandomProjection");
        EstimatorReader sparse = SinglePrecision.by("components_", Projection::readSvd);
        add("sklearn.random_projection", sparse, "SparseRandomProjection");
        String approximation = "sklearn.kernel_approximation";
        EstimatorReader landmarks =
                SinglePrecision.by("normalization_", KernelProjection::readNystroem);
        add(approximation, landmarks, "Nystroem");
        EstimatorReader radial = SinglePrecision.by("random_weights_", RandomWaves::readRadial);
        add(approximation, radial, "RBFSampler");
        add(approximation, RandomWaves::readSkewed, "SkewedChi2Sampler");
        add(approximation, ChiSquareWaves::read, "AdditiveChi2Sampler");
        add(approximation, PolynomialSketch::read, "PolynomialCountSketch");
        String neighborhood = "sklearn.neighbors._nca";
        add(neighborhood, Projection::readSvd, "NeighborhoodComponentsAnalysis");
        add("sklearn.cluster._agglomerative", FeatureAgglomeration::read, "FeatureAgglomeration");
    }

    private void text() {
        String module = "sklearn.feature_extraction.text";
        add(module, Vectorizer::readCount, "CountVectorizer");
        add(module, Vectorizer::readTfidf, "TfidfVectorizer");
        add(module, Vectorizer::readHashing, "HashingVectorizer");
        add(module, TfidfTransformer::read, "TfidfTransformer");
    }

    private void composed() {
        add("sklearn.pipeline", FeatureUnion::read, "FeatureUnion");
        add("sklearn.pipeline", Pipeline::read, "Pipeline");
        add("sklearn.compose._column_transformer", ColumnTransformer::read, "ColumnTransformer");
        // What answers for a search is the best estimator that it found.
        EstimatorReader best = (search, converter) -> converter.convert(search.require(BEST));
        add("sklearn.model_selection._search", best, "GridSearchCV", "RandomizedSearchCV");
    }

    private void add(String module, EstimatorReader reader, String... classes) {
        for (String name : classes) {
            readers.put(module + "." + name, reader);
        }
    }
}
