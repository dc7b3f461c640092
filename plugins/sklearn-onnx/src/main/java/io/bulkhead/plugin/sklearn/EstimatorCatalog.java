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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The estimators that can be served: scikit-learn's names and what reads them. A reader is made
 * when it is asked for: each costs a class, and to make all would be a fourth of the time that a
 * small model takes to load.
 */
final class EstimatorCatalog {
    /** The attribute of a search over parameters that holds the estimator which won. */
    static final String BEST = "best_estimator_";

    private EstimatorCatalog() {}

    /** The reader of an estimator by its Python name. */
    static Optional<EstimatorReader> find(String name) {
        Optional<EstimatorReader> found =
                first(
                        linear(name),
                        trees(name),
                        preprocessing(name),
                        features(name),
                        text(name),
                        composed(name));
        return found.isPresent() ? found : PredictorCatalog.find(name);
    }

    static Optional<EstimatorReader> first(@Nullable EstimatorReader... found) {
        for (EstimatorReader reader : found) {
            if (reader != null) {
                return Optional.of(reader);
            }
        }
        return Optional.empty();
    }

    private static @Nullable EstimatorReader linear(String name) {
        return switch (name) {
            case "sklearn.linear_model._base.LinearRegression",
                    "sklearn.linear_model._bayes.ARDRegression",
                    "sklearn.linear_model._bayes.BayesianRidge",
                    "sklearn.linear_model._coordinate_descent.ElasticNet",
                    "sklearn.linear_model._coordinate_descent.ElasticNetCV",
                    "sklearn.linear_model._coordinate_descent.Lasso",
                    "sklearn.linear_model._coordinate_descent.LassoCV",
                    "sklearn.linear_model._coordinate_descent.MultiTaskElasticNet",
                    "sklearn.linear_model._coordinate_descent.MultiTaskElasticNetCV",
                    "sklearn.linear_model._coordinate_descent.MultiTaskLasso",
                    "sklearn.linear_model._coordinate_descent.MultiTaskLassoCV",
                    "sklearn.linear_model._huber.HuberRegressor",
                    "sklearn.linear_model._least_angle.Lars",
                    "sklearn.linear_model._least_angle.LarsCV",
                    "sklearn.linear_model._least_angle.LassoLars",
                    "sklearn.linear_model._least_angle.LassoLarsCV",
                    "sklearn.linear_model._least_angle.LassoLarsIC",
                    "sklearn.linear_model._omp.OrthogonalMatchingPursuit",
                    "sklearn.linear_model._omp.OrthogonalMatchingPursuitCV",
                    "sklearn.linear_model._passive_aggressive.PassiveAggressiveRegressor",
                    "sklearn.linear_model._quantile.QuantileRegressor",
                    "sklearn.linear_model._ridge.Ridge",
                    "sklearn.linear_model._ridge.RidgeCV",
                    "sklearn.linear_model._stochastic_gradient.SGDRegressor",
                    "sklearn.linear_model._theil_sen.TheilSenRegressor",
                    "sklearn.svm._classes.LinearSVR" ->
                    LinearRegressor::read;
            case "sklearn.linear_model._glm.glm.GammaRegressor",
                    "sklearn.linear_model._glm.glm.PoissonRegressor" ->
                    LinearRegressor::readLogLink;
            case "sklearn.linear_model._glm.glm.TweedieRegressor" -> LinearRegressor::readTweedie;
            case "sklearn.linear_model._logistic.LogisticRegression",
                    "sklearn.linear_model._logistic.LogisticRegressionCV" ->
                    LinearClassifier::readLogistic;
            case "sklearn.linear_model._passive_aggressive.PassiveAggressiveClassifier",
                    "sklearn.linear_model._perceptron.Perceptron",
                    "sklearn.linear_model._ridge.RidgeClassifier",
                    "sklearn.linear_model._ridge.RidgeClassifierCV",
                    "sklearn.svm._classes.LinearSVC" ->
                    LinearClassifier::read;
            case "sklearn.linear_model._stochastic_gradient.SGDClassifier" ->
                    LinearClassifier::readStochastic;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader trees(String name) {
        return switch (name) {
            case "sklearn.tree._classes.DecisionTreeClassifier",
                    "sklearn.tree._classes.ExtraTreeClassifier",
                    "sklearn.ensemble._forest.RandomForestClassifier",
                    "sklearn.ensemble._forest.ExtraTreesClassifier" ->
                    TreeClassifier::read;
            case "sklearn.tree._classes.DecisionTreeRegressor",
                    "sklearn.tree._classes.ExtraTreeRegressor",
                    "sklearn.ensemble._forest.RandomForestRegressor",
                    "sklearn.ensemble._forest.ExtraTreesRegressor" ->
                    TreeRegressor::read;
            case "sklearn.ensemble._forest.RandomTreesEmbedding" -> TreesEmbedding::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader preprocessing(String name) {
        return switch (name) {
            case "sklearn.preprocessing._data.StandardScaler" -> Scaler::readStandard;
            case "sklearn.preprocessing._data.MinMaxScaler" -> Scaler::readMinMax;
            case "sklearn.preprocessing._data.MaxAbsScaler" -> Scaler::readMaxAbs;
            case "sklearn.preprocessing._data.RobustScaler" -> Scaler::readRobust;
            case "sklearn.preprocessing._data.Normalizer" -> Normalizer::read;
            case "sklearn.preprocessing._data.Binarizer" -> Binarizer::read;
            case "sklearn.preprocessing._data.PowerTransformer" -> PowerTransformer::read;
            case "sklearn.preprocessing._data.QuantileTransformer" -> QuantileTransformer::read;
            case "sklearn.preprocessing._discretization.KBinsDiscretizer" -> KBinsDiscretizer::read;
            case "sklearn.preprocessing._polynomial.PolynomialFeatures" -> PolynomialFeatures::read;
            case "sklearn.preprocessing._polynomial.SplineTransformer" -> SplineTransformer::read;
            case "sklearn.preprocessing._target_encoder.TargetEncoder" -> TargetEncoder::read;
            case "sklearn.impute._base.MissingIndicator" -> MissingIndicator::read;
            case "sklearn.impute._knn.KNNImputer" -> NeighborsImputer::read;
            case "sklearn.impute._iterative.IterativeImputer" -> IterativeImputer::read;
            case "sklearn.preprocessing._encoders.OneHotEncoder" -> OneHotEncoder::read;
            case "sklearn.preprocessing._label.LabelEncoder" -> LabelTransformer::readEncoder;
            case "sklearn.preprocessing._label.LabelBinarizer" -> LabelTransformer::readBinarizer;
            case "sklearn.preprocessing._label.MultiLabelBinarizer" -> LabelSets::read;
            case "sklearn.preprocessing._encoders.OrdinalEncoder" -> OrdinalEncoder::read;
            case "sklearn.impute._base.SimpleImputer" -> SimpleImputer::read;
            case "sklearn.preprocessing._function_transformer.FunctionTransformer" ->
                    FunctionTransformer::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader features(String name) {
        return switch (name) {
            case "sklearn.feature_selection._variance_threshold.VarianceThreshold" ->
                    FeatureSelection::readVariance;
            case "sklearn.feature_selection._univariate_selection.SelectKBest" ->
                    FeatureSelection::readBest;
            case "sklearn.feature_selection._univariate_selection.SelectPercentile" ->
                    FeatureSelection::readPercentile;
            case "sklearn.feature_selection._univariate_selection.SelectFpr",
                    "sklearn.feature_selection._univariate_selection.SelectFdr",
                    "sklearn.feature_selection._univariate_selection.SelectFwe" ->
                    FeatureSelection::readChance;
            case "sklearn.feature_selection._univariate_selection.GenericUnivariateSelect" ->
                    FeatureSelection::readGeneric;
            case "sklearn.feature_selection._from_model.SelectFromModel" ->
                    FeatureSelection::readFromModel;
            case "sklearn.feature_selection._sequential.SequentialFeatureSelector" ->
                    FeatureSelection::readMask;
            case "sklearn.feature_selection._rfe.RFE", "sklearn.feature_selection._rfe.RFECV" ->
                    FeatureElimination::read;
            case "sklearn.decomposition._pca.PCA" -> ScoredProjection::readPca;
            case "sklearn.decomposition._incremental_pca.IncrementalPCA" -> Projection::readPca;
            case "sklearn.decomposition._truncated_svd.TruncatedSVD" ->
                    SinglePrecision.by("components_", Projection::readSvd);
            case "sklearn.random_projection.GaussianRandomProjection",
                    "sklearn.neighbors._nca.NeighborhoodComponentsAnalysis" ->
                    SinglePrecision.byItself("components_", Projection::readSvd);
            case "sklearn.decomposition._factor_analysis.FactorAnalysis" ->
                    ScoredProjection::readFactors;
            case "sklearn.decomposition._fastica.FastICA" -> Projection::readIndependent;
            case "sklearn.decomposition._sparse_pca.SparsePCA",
                    "sklearn.decomposition._sparse_pca.MiniBatchSparsePCA" ->
                    SinglePrecision.always("components_", Projection::readSparse);
            case "sklearn.decomposition._kernel_pca.KernelPCA" ->
                    SinglePrecision.byItself("X_fit_", KernelProjection::readPca);
            case "sklearn.decomposition._nmf.NMF" -> NonNegativeFactors::read;
            case "sklearn.decomposition._nmf.MiniBatchNMF" -> MultipliedFactors::readBatches;
            case "sklearn.decomposition._dict_learning.DictionaryLearning",
                    "sklearn.decomposition._dict_learning.MiniBatchDictionaryLearning" ->
                    SparseCodes::readFitted;
            case "sklearn.decomposition._dict_learning.SparseCoder" -> SparseCodes::readGiven;
            case "sklearn.decomposition._lda.LatentDirichletAllocation" -> TopicMixture::read;
            case "sklearn.random_projection.SparseRandomProjection" ->
                    SinglePrecision.byItself("components_", Projection::readSvd);
            case "sklearn.kernel_approximation.Nystroem" ->
                    SinglePrecision.byItself("normalization_", KernelProjection::readNystroem);
            case "sklearn.kernel_approximation.RBFSampler" ->
                    SinglePrecision.by("random_weights_", RandomWaves::readRadial);
            case "sklearn.kernel_approximation.SkewedChi2Sampler" -> RandomWaves::readSkewed;
            case "sklearn.kernel_approximation.AdditiveChi2Sampler" -> ChiSquareWaves::read;
            case "sklearn.kernel_approximation.PolynomialCountSketch" -> PolynomialSketch::read;
            case "sklearn.cluster._agglomerative.FeatureAgglomeration" ->
                    FeatureAgglomeration::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader text(String name) {
        return switch (name) {
            case "sklearn.feature_extraction.text.CountVectorizer" -> Vectorizer::readCount;
            case "sklearn.feature_extraction.text.TfidfVectorizer" -> Vectorizer::readTfidf;
            case "sklearn.feature_extraction.text.HashingVectorizer" -> Vectorizer::readHashing;
            case "sklearn.feature_extraction.text.TfidfTransformer" -> TfidfTransformer::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader composed(String name) {
        return switch (name) {
            case "sklearn.pipeline.FeatureUnion" -> FeatureUnion::read;
            case "sklearn.pipeline.Pipeline" -> Pipeline::read;
            case "sklearn.compose._column_transformer.ColumnTransformer" -> ColumnTransformer::read;
            // What answers for a search is the best estimator that it found.
            case "sklearn.model_selection._search.GridSearchCV",
                    "sklearn.model_selection._search.RandomizedSearchCV" ->
                    PredictorCatalog.inner(BEST);
            default -> null;
        };
    }
}
