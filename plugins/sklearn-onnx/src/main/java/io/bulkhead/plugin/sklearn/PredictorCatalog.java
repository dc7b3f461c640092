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
import java.util.HashMap;
import java.util.Map;

/** The part of the catalogue that holds what predicts, beside linear models and plain trees. */
final class PredictorCatalog {
    private final Map<String, EstimatorReader> readers = new HashMap<>();

    private PredictorCatalog() {
        ensembles();
        boosting();
        dummies();
        naiveBayes();
        neighbors();
        kernels();
        networks();
        several();
        clusters();
        distributions();
        directions();
        processes();
    }

    static Map<String, EstimatorReader> readers() {
        return new PredictorCatalog().readers;
    }

    private void ensembles() {
        String module = "sklearn.ensemble.";
        add(module + "_weight_boosting", "AdaBoostClassifier", AdaBoostClassifier::read);
        add(module + "_weight_boosting", "AdaBoostRegressor", AdaBoostRegressor::read);
        add(module + "_bagging", "BaggingClassifier", BaggingClassifier::read);
        add(module + "_bagging", "BaggingRegressor", BaggingRegressor::read);
        add(module + "_voting", "VotingClassifier", VotingClassifier::read);
        add(module + "_voting", "VotingRegressor", VotingRegressor::read);
        add(module + "_stacking", "StackingClassifier", Stacking::readClassifier);
        add(module + "_stacking", "StackingRegressor", Stacking::readRegressor);
        add(module + "_iforest", "IsolationForest", IsolationForest::read);
    }

    private void boosting() {
        String plain = "sklearn.ensemble._gb";
        String histogram = "sklearn.ensemble._hist_gradient_boosting.gradient_boosting";
        add(plain, "GradientBoostingClassifier", GradientBoostingClassifier::read);
        add(plain, "GradientBoostingRegressor", GradientBoostingRegressor::read);
        add(histogram, "HistGradientBoostingClassifier", HistGradientBoostingClassifier::read);
        add(histogram, "HistGradientBoostingRegressor", HistGradientBoostingRegressor::read);
    }

    private void dummies() {
        add("sklearn.dummy", "DummyClassifier", DummyClassifier::read);
        add("sklearn.dummy", "DummyRegressor", DummyRegressor::read);
    }

    private void naiveBayes() {
        String module = "sklearn.naive_bayes";
        add(module, "GaussianNB", SinglePrecision.by("theta_", GaussianNaiveBayes::read));
        add(module, "MultinomialNB", DiscreteNaiveBayes::readMultinomial);
        add(module, "ComplementNB", DiscreteNaiveBayes::readComplement);
        add(module, "BernoulliNB", DiscreteNaiveBayes::readBernoulli);
        add(module, "CategoricalNB", CategoricalNaiveBayes::read);
    }

    private void neighbors() {
        String module = "sklearn.neighbors.";
        add(module + "_classification", "KNeighborsClassifier", NeighborsClassifier::readNearest);
        add(
                module + "_classification",
                "RadiusNeighborsClassifier",
                NeighborsClassifier::readRadius);
        add(module + "_regression", "KNeighborsRegressor", NeighborsRegressor::readNearest);
        add(module + "_regression", "RadiusNeighborsRegressor", NeighborsRegressor::readRadius);
        add(module + "_nearest_centroid", "NearestCentroid", NearestCentroid::read);
        EstimatorReader factor = SinglePrecision.by("_lrd", LocalOutlierFactor::read);
        add(module + "_lof", "LocalOutlierFactor", factor);
        add(module + "_kde", "KernelDensity", KernelDensity::read);
        add(module + "_graph", "KNeighborsTransformer", NeighborsGraph::readNearest);
        add(module + "_graph", "RadiusNeighborsTransformer", NeighborsGraph::readRadius);
        add("sklearn.manifold._isomap", "Isomap", SinglePrecision.by("embedding_", Isomap::read));
        String linear = "sklearn.manifold._locally_linear";
        add(linear, "LocallyLinearEmbedding", LocallyLinearEmbedding::read);
        String propagation = "sklearn.semi_supervised._label_propagation";
        add(propagation, "LabelPropagation", LabelPropagation::read);
        add(propagation, "LabelSpreading", LabelPropagation::read);
    }

    private void kernels() {
        String module = "sklearn.svm._classes";
        add(module, "SVC", SupportVectorClassifier::read);
        add(module, "NuSVC", SupportVectorClassifier::read);
        add(module, "SVR", SupportVectorRegressor::read);
        add(module, "NuSVR", SupportVectorRegressor::read);
        add(module, "OneClassSVM", OneClassSvm::read);
        add(
                "sklearn.kernel_ridge",
                "KernelRidge",
                SinglePrecision.by("dual_coef_", KernelRidge::read));
    }

    private void networks() {
        String module = "sklearn.neural_network._multilayer_perceptron";
        add(module, "MLPClassifier", SinglePrecision.by("coefs_", NetworkClassifier::read));
        add(module, "MLPRegressor", SinglePrecision.by("coefs_", NetworkRegressor::read));
        add("sklearn.neural_network._rbm", "BernoulliRBM", BoltzmannMachine::read);
    }

    private void several() {
        add("sklearn.calibration", "CalibratedClassifierCV", CalibratedClassifier::read);
        add("sklearn.isotonic", "IsotonicRegression", IsotonicRegressor::read);
        add("sklearn.multioutput", "MultiOutputClassifier", OutputClassifiers::read);
        add("sklearn.multioutput", "MultiOutputRegressor", OutputRegressors::read);
        add("sklearn.multioutput", "ClassifierChain", Chain::read);
        add("sklearn.multioutput", "RegressorChain", Chain::read);
        add("sklearn.multiclass", "OneVsRestClassifier", OneVersusRest::read);
        add("sklearn.multiclass", "OneVsOneClassifier", OneVersusOne::read);
        add("sklearn.multiclass", "OutputCodeClassifier", OutputCode::read);
        add("sklearn.multiclass", "_ConstantPredictor", Constant::read);
        String threshold = "sklearn.model_selection._classification_threshold";
        add(threshold, "FixedThresholdClassifier", Threshold::read);
        add(threshold, "TunedThresholdClassifierCV", Threshold::read);
        // These answer with the estimator that they ended up with.
        add("sklearn.linear_model._ransac", "RANSACRegressor", inner("estimator_"));
        add("sklearn.frozen._frozen", "FrozenEstimator", inner("estimator"));
        String search = "sklearn.model_selection._search_successive_halving";
        add(search, "HalvingGridSearchCV", inner(EstimatorCatalog.BEST));
        add(search, "HalvingRandomSearchCV", inner(EstimatorCatalog.BEST));
        String training = "sklearn.semi_supervised._self_training";
        add(training, "SelfTrainingClassifier", inner("estimator_", "base_estimator_"));
    }

    private static EstimatorReader inner(String... names) {
        return (attributes, converter) -> {
            for (String name : names) {
                if (attributes.find(name).isPresent()) {
                    return converter.convert(attributes.require(name));
                }
            }
            return converter.convert(attributes.require(names[0]));
        };
    }

    private void clusters() {
        String module = "sklearn.cluster.";
        add(module + "_kmeans", "KMeans", NearestCenter::readMeans);
        add(module + "_kmeans", "MiniBatchKMeans", NearestCenter::readMeans);
        add(module + "_birch", "Birch", NearestCenter::readBirch);
        add(module + "_affinity_propagation", "AffinityPropagation", NearestCenter::readCenters);
        add(module + "_mean_shift", "MeanShift", NearestCenter::readCenters);
        add(module + "_bisect_k_means", "BisectingKMeans", BisectingMeans::read);
    }

    private void distributions() {
        EstimatorReader mixture = SinglePrecision.by("means_", Mixture::read);
        add("sklearn.mixture._gaussian_mixture", "GaussianMixture", mixture);
        add("sklearn.mixture._bayesian_mixture", "BayesianGaussianMixture", Mixture::readBayesian);
        String discriminant = "sklearn.discriminant_analysis";
        Map<Method, String> precision =
                Map.of(
                        Method.PREDICT_PROBA, "coef_",
                        Method.PREDICT_LOG_PROBA, "coef_",
                        Method.DECISION_FUNCTION, "coef_",
                        Method.TRANSFORM, "scalings_");
        EstimatorReader linear = SinglePrecision.by(precision, LinearDiscriminant::read);
        add(discriminant, "LinearDiscriminantAnalysis", linear);
        add(discriminant, "QuadraticDiscriminantAnalysis", QuadraticDiscriminant::read);
        String covariance = "sklearn.covariance._elliptic_envelope";
        add(covariance, "EllipticEnvelope", EllipticEnvelope::read);
    }

    private void directions() {
        String module = "sklearn.cross_decomposition._pls";
        add(module, "PLSRegression", PartialLeastSquares::read);
        add(module, "PLSCanonical", PartialLeastSquares::read);
        add(module, "CCA", PartialLeastSquares::read);
        add(module, "PLSSVD", PartialLeastSquares::readDecomposition);
        String stochastic = "sklearn.linear_model._stochastic_gradient";
        add(stochastic, "SGDOneClassSVM", LinearOutliers::read);
    }

    private void processes() {
        String module = "sklearn.gaussian_process.";
        add(module + "_gpr", "GaussianProcessRegressor", GaussianProcessRegressor::read);
        add(module + "_gpc", "GaussianProcessClassifier", GaussianProcessClassifier::read);
        String laplace = "_BinaryGaussianProcessClassifierLaplace";
        add(module + "_gpc", laplace, LaplaceClassifier::read);
        add("sklearn.compose._target", "TransformedTargetRegressor", TransformedTarget::read);
    }

    private void add(String module, String name, EstimatorReader reader) {
        readers.put(module + "." + name, reader);
    }
}
