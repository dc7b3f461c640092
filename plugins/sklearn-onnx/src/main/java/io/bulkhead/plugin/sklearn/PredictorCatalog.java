package io.bulkhead.plugin.sklearn;

import io.bulkhead.plugin.sklearn.bayes.CategoricalNaiveBayes;
import io.bulkhead.plugin.sklearn.bayes.DiscreteNaiveBayes;
import io.bulkhead.plugin.sklearn.bayes.GaussianNaiveBayes;
import io.bulkhead.plugin.sklearn.boosting.HistGradientBoostingClassifier;
import io.bulkhead.plugin.sklearn.boosting.HistGradientBoostingRegressor;
import io.bulkhead.plugin.sklearn.calibration.CalibratedClassifier;
import io.bulkhead.plugin.sklearn.calibration.IsotonicRegressor;
import io.bulkhead.plugin.sklearn.cluster.BisectingMeans;
import io.bulkhead.plugin.sklearn.cluster.NearestCenter;
import io.bulkhead.plugin.sklearn.discriminant.EllipticEnvelope;
import io.bulkhead.plugin.sklearn.discriminant.QuadraticDiscriminant;
import io.bulkhead.plugin.sklearn.dummy.DummyClassifier;
import io.bulkhead.plugin.sklearn.dummy.DummyRegressor;
import io.bulkhead.plugin.sklearn.ensemble.AdaBoostClassifier;
import io.bulkhead.plugin.sklearn.ensemble.AdaBoostRegressor;
import io.bulkhead.plugin.sklearn.ensemble.BaggingClassifier;
import io.bulkhead.plugin.sklearn.ensemble.BaggingRegressor;
import io.bulkhead.plugin.sklearn.ensemble.Stacking;
import io.bulkhead.plugin.sklearn.ensemble.VotingClassifier;
import io.bulkhead.plugin.sklearn.ensemble.VotingRegressor;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReader;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.SinglePrecision;
import io.bulkhead.plugin.sklearn.gaussian.GaussianProcessClassifier;
import io.bulkhead.plugin.sklearn.gaussian.GaussianProcessRegressor;
import io.bulkhead.plugin.sklearn.gaussian.LaplaceClassifier;
import io.bulkhead.plugin.sklearn.kernel.KernelRidge;
import io.bulkhead.plugin.sklearn.linear.LinearDiscriminant;
import io.bulkhead.plugin.sklearn.linear.LinearOutliers;
import io.bulkhead.plugin.sklearn.linear.PartialLeastSquares;
import io.bulkhead.plugin.sklearn.meta.Chain;
import io.bulkhead.plugin.sklearn.meta.Constant;
import io.bulkhead.plugin.sklearn.meta.OneVersusOne;
import io.bulkhead.plugin.sklearn.meta.OneVersusRest;
import io.bulkhead.plugin.sklearn.meta.OutputClassifiers;
import io.bulkhead.plugin.sklearn.meta.OutputCode;
import io.bulkhead.plugin.sklearn.meta.OutputRegressors;
import io.bulkhead.plugin.sklearn.meta.Threshold;
import io.bulkhead.plugin.sklearn.meta.TransformedTarget;
import io.bulkhead.plugin.sklearn.mixture.Mixture;
import io.bulkhead.plugin.sklearn.neighbors.Isomap;
import io.bulkhead.plugin.sklearn.neighbors.KernelDensity;
import io.bulkhead.plugin.sklearn.neighbors.LabelPropagation;
import io.bulkhead.plugin.sklearn.neighbors.LocalOutlierFactor;
import io.bulkhead.plugin.sklearn.neighbors.LocallyLinearEmbedding;
import io.bulkhead.plugin.sklearn.neighbors.NearestCentroid;
import io.bulkhead.plugin.sklearn.neighbors.NeighborsClassifier;
import io.bulkhead.plugin.sklearn.neighbors.NeighborsGraph;
import io.bulkhead.plugin.sklearn.neighbors.NeighborsRegressor;
import io.bulkhead.plugin.sklearn.neural.BoltzmannMachine;
import io.bulkhead.plugin.sklearn.neural.NetworkClassifier;
import io.bulkhead.plugin.sklearn.neural.NetworkRegressor;
import io.bulkhead.plugin.sklearn.svm.OneClassSvm;
import io.bulkhead.plugin.sklearn.svm.SupportVectorClassifier;
import io.bulkhead.plugin.sklearn.svm.SupportVectorRegressor;
import io.bulkhead.plugin.sklearn.tree.GradientBoostingClassifier;
import io.bulkhead.plugin.sklearn.tree.GradientBoostingRegressor;
import io.bulkhead.plugin.sklearn.tree.IsolationForest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of the catalogue that holds what predicts, beside linear models and plain trees. */
final class PredictorCatalog {
    private PredictorCatalog() {}

    static Optional<EstimatorReader> find(String name) {
        return EstimatorCatalog.first(
                ensembles(name),
                boosting(name),
                dummies(name),
                naiveBayes(name),
                neighbors(name),
                kernels(name),
                networks(name),
                several(name),
                clusters(name),
                distributions(name),
                directions(name),
                processes(name));
    }

    private static @Nullable EstimatorReader ensembles(String name) {
        return switch (name) {
            case "sklearn.ensemble._weight_boosting.AdaBoostClassifier" -> AdaBoostClassifier::read;
            case "sklearn.ensemble._weight_boosting.AdaBoostRegressor" -> AdaBoostRegressor::read;
            case "sklearn.ensemble._bagging.BaggingClassifier" -> BaggingClassifier::read;
            case "sklearn.ensemble._bagging.BaggingRegressor" -> BaggingRegressor::read;
            case "sklearn.ensemble._voting.VotingClassifier" -> VotingClassifier::read;
            case "sklearn.ensemble._voting.VotingRegressor" -> VotingRegressor::read;
            case "sklearn.ensemble._stacking.StackingClassifier" -> Stacking::readClassifier;
            case "sklearn.ensemble._stacking.StackingRegressor" -> Stacking::readRegressor;
            case "sklearn.ensemble._iforest.IsolationForest" -> IsolationForest::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader boosting(String name) {
        return switch (name) {
            case "sklearn.ensemble._gb.GradientBoostingClassifier" ->
                    GradientBoostingClassifier::read;
            case "sklearn.ensemble._gb.GradientBoostingRegressor" ->
                    GradientBoostingRegressor::read;
            case "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.HistGradientBoostingClassifier" ->
                    HistGradientBoostingClassifier::read;
            case "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.HistGradientBoostingRegressor" ->
                    HistGradientBoostingRegressor::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader dummies(String name) {
        return switch (name) {
            case "sklearn.dummy.DummyClassifier" -> DummyClassifier::read;
            case "sklearn.dummy.DummyRegressor" -> DummyRegressor::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader naiveBayes(String name) {
        return switch (name) {
            case "sklearn.naive_bayes.GaussianNB" ->
                    SinglePrecision.by("theta_", GaussianNaiveBayes::read);
            case "sklearn.naive_bayes.MultinomialNB" -> DiscreteNaiveBayes::readMultinomial;
            case "sklearn.naive_bayes.ComplementNB" -> DiscreteNaiveBayes::readComplement;
            case "sklearn.naive_bayes.BernoulliNB" -> DiscreteNaiveBayes::readBernoulli;
            case "sklearn.naive_bayes.CategoricalNB" -> CategoricalNaiveBayes::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader neighbors(String name) {
        return switch (name) {
            case "sklearn.neighbors._classification.KNeighborsClassifier" ->
                    NeighborsClassifier::readNearest;
            case "sklearn.neighbors._classification.RadiusNeighborsClassifier" ->
                    NeighborsClassifier::readRadius;
            case "sklearn.neighbors._regression.KNeighborsRegressor" ->
                    NeighborsRegressor::readNearest;
            case "sklearn.neighbors._regression.RadiusNeighborsRegressor" ->
                    NeighborsRegressor::readRadius;
            case "sklearn.neighbors._nearest_centroid.NearestCentroid" -> NearestCentroid::read;
            case "sklearn.neighbors._lof.LocalOutlierFactor" ->
                    SinglePrecision.byItself("_lrd", LocalOutlierFactor::read);
            case "sklearn.neighbors._kde.KernelDensity" -> KernelDensity::read;
            case "sklearn.neighbors._graph.KNeighborsTransformer" -> NeighborsGraph::readNearest;
            case "sklearn.neighbors._graph.RadiusNeighborsTransformer" ->
                    NeighborsGraph::readRadius;
            case "sklearn.manifold._isomap.Isomap" ->
                    SinglePrecision.byItself("embedding_", Isomap::read);
            case "sklearn.manifold._locally_linear.LocallyLinearEmbedding" ->
                    LocallyLinearEmbedding::read;
            case "sklearn.semi_supervised._label_propagation.LabelPropagation",
                    "sklearn.semi_supervised._label_propagation.LabelSpreading" ->
                    LabelPropagation::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader kernels(String name) {
        return switch (name) {
            case "sklearn.svm._classes.SVC", "sklearn.svm._classes.NuSVC" ->
                    SupportVectorClassifier::read;
            case "sklearn.svm._classes.SVR", "sklearn.svm._classes.NuSVR" ->
                    SupportVectorRegressor::read;
            case "sklearn.svm._classes.OneClassSVM" -> OneClassSvm::read;
            case "sklearn.kernel_ridge.KernelRidge" ->
                    SinglePrecision.byItself("dual_coef_", KernelRidge::read);
            default -> null;
        };
    }

    private static @Nullable EstimatorReader networks(String name) {
        return switch (name) {
            case "sklearn.neural_network._multilayer_perceptron.MLPClassifier" ->
                    SinglePrecision.by("coefs_", NetworkClassifier::read);
            case "sklearn.neural_network._multilayer_perceptron.MLPRegressor" ->
                    SinglePrecision.by("coefs_", NetworkRegressor::read);
            case "sklearn.neural_network._rbm.BernoulliRBM" -> BoltzmannMachine::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader several(String name) {
        return switch (name) {
            case "sklearn.calibration.CalibratedClassifierCV" -> CalibratedClassifier::read;
            case "sklearn.isotonic.IsotonicRegression" -> IsotonicRegressor::read;
            case "sklearn.multioutput.MultiOutputClassifier" -> OutputClassifiers::read;
            case "sklearn.multioutput.MultiOutputRegressor" -> OutputRegressors::read;
            case "sklearn.multioutput.ClassifierChain", "sklearn.multioutput.RegressorChain" ->
                    Chain::read;
            case "sklearn.multiclass.OneVsRestClassifier" -> OneVersusRest::read;
            case "sklearn.multiclass.OneVsOneClassifier" -> OneVersusOne::read;
            case "sklearn.multiclass.OutputCodeClassifier" -> OutputCode::read;
            case "sklearn.multiclass._ConstantPredictor" -> Constant::read;
            case "sklearn.model_selection._classification_threshold.FixedThresholdClassifier",
                    "sklearn.model_selection._classification_threshold.TunedThresholdClassifierCV" ->
                    Threshold::read;
            // These answer with the estimator that they ended up with.
            case "sklearn.linear_model._ransac.RANSACRegressor" -> inner("estimator_");
            case "sklearn.frozen._frozen.FrozenEstimator" -> inner("estimator");
            case "sklearn.model_selection._search_successive_halving.HalvingGridSearchCV",
                    "sklearn.model_selection._search_successive_halving.HalvingRandomSearchCV" ->
                    inner(EstimatorCatalog.BEST);
            case "sklearn.semi_supervised._self_training.SelfTrainingClassifier" ->
                    inner("estimator_", "base_estimator_");
            default -> null;
        };
    }

    private static @Nullable EstimatorReader clusters(String name) {
        return switch (name) {
            case "sklearn.cluster._kmeans.KMeans", "sklearn.cluster._kmeans.MiniBatchKMeans" ->
                    NearestCenter::readMeans;
            case "sklearn.cluster._birch.Birch" -> NearestCenter::readBirch;
            case "sklearn.cluster._affinity_propagation.AffinityPropagation",
                    "sklearn.cluster._mean_shift.MeanShift" ->
                    NearestCenter::readCenters;
            case "sklearn.cluster._bisect_k_means.BisectingKMeans" -> BisectingMeans::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader distributions(String name) {
        return switch (name) {
            case "sklearn.mixture._gaussian_mixture.GaussianMixture" ->
                    SinglePrecision.byItself("means_", Mixture::read);
            case "sklearn.mixture._bayesian_mixture.BayesianGaussianMixture" ->
                    Mixture::readBayesian;
            case "sklearn.discriminant_analysis.LinearDiscriminantAnalysis" ->
                    SinglePrecision.by(
                            Map.of(
                                    Method.PREDICT_PROBA,
                                    "coef_",
                                    Method.PREDICT_LOG_PROBA,
                                    "coef_",
                                    Method.DECISION_FUNCTION,
                                    "coef_",
                                    Method.TRANSFORM,
                                    "scalings_"),
                            LinearDiscriminant::read);
            case "sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis" ->
                    QuadraticDiscriminant::read;
            case "sklearn.covariance._elliptic_envelope.EllipticEnvelope" -> EllipticEnvelope::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader directions(String name) {
        return switch (name) {
            case "sklearn.cross_decomposition._pls.PLSRegression",
                    "sklearn.cross_decomposition._pls.PLSCanonical",
                    "sklearn.cross_decomposition._pls.CCA" ->
                    PartialLeastSquares::read;
            case "sklearn.cross_decomposition._pls.PLSSVD" ->
                    PartialLeastSquares::readDecomposition;
            case "sklearn.linear_model._stochastic_gradient.SGDOneClassSVM" -> LinearOutliers::read;
            default -> null;
        };
    }

    private static @Nullable EstimatorReader processes(String name) {
        return switch (name) {
            case "sklearn.gaussian_process._gpr.GaussianProcessRegressor" ->
                    GaussianProcessRegressor::read;
            case "sklearn.gaussian_process._gpc.GaussianProcessClassifier" ->
                    GaussianProcessClassifier::read;
            case "sklearn.gaussian_process._gpc._BinaryGaussianProcessClassifierLaplace" ->
                    LaplaceClassifier::read;
            case "sklearn.compose._target.TransformedTargetRegressor" -> TransformedTarget::read;
            default -> null;
        };
    }

    static EstimatorReader inner(String... names) {
        return (attributes, converter) -> {
            for (String name : names) {
                if (attributes.find(name).isPresent()) {
                    return converter.convert(attributes.require(name));
                }
            }
            return converter.convert(attributes.require(names[0]));
        };
    }
}
