"""Makes the models and expectations under src/test/resources/fixtures/predictors.

    python make_predictor_fixtures.py ../resources/fixtures/predictors [name ...]

The committed files were made with scikit-learn 1.5.2; under 1.1.3 those that it fitted or answered
in another way: ada-samme ada-samme-two stacking-two stacking-two-predict gb-three gb-two
hist-categories hist-three pls pls-one cca calibrated-isotonic-three isolation-subspace; under 1.9.1 those of
swept().
"""

import json
import pathlib
import sys
import warnings

import joblib
import numpy as np
import pandas as pd
import sklearn
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn import (
    calibration, cluster, compose, covariance, cross_decomposition, discriminant_analysis, dummy, ensemble,
    gaussian_process, isotonic, kernel_ridge, linear_model, mixture, model_selection, multiclass,
    multioutput, naive_bayes, neighbors, neural_network, pipeline, preprocessing, semi_supervised,
    svm, tree)
from sklearn.gaussian_process import kernels as gpk

warnings.simplefilter("ignore")
TARGET = pathlib.Path(sys.argv[1])
ONLY = sys.argv[2:]
R = np.random.RandomState(1)

X = R.normal(size=(90, 4)).round(3)
Y2 = (X[:, 0] + X[:, 1] ** 2 + 0.3 * R.normal(size=90) > 0.6).astype(int)
Y3 = np.digitize(X[:, 0] - 0.5 * X[:, 2] + 0.2 * R.normal(size=90), [-0.5, 0.6])
S3 = np.array(["ash", "birch", "cedar"])[Y3]
S2 = np.array(["no", "yes"])[Y2]
T = X[:, 0] * 2 + np.sin(X[:, 1]) + 0.1 * R.normal(size=90)
TT = np.column_stack([T, X[:, 2] - X[:, 3]])
POSITIVE = np.exp(T / 3)
COUNTS = R.poisson(2.0, size=(90, 4)).astype(float)
HOLES = np.where(R.uniform(size=X.shape) < 0.15, np.nan, X)
CODES = np.column_stack([R.randint(0, 6, 90), R.randint(0, 3, 90), X[:, 0], X[:, 1]])
TABLE = pd.DataFrame({
    "size": X[:, 0], "city": R.choice(["Lyon", "Oslo", "Rome"], 90), "age": X[:, 1],
    "kind": R.choice(["a", "b"], 90)})

ask = R.normal(size=(12, 4)).round(3)
codes = np.column_stack([R.randint(0, 8, 12), R.randint(-1, 4, 12), ask[:, 0], ask[:, 1]]).astype(float)
codes[3, 0] = np.nan
ROWS = {
    "plain": ask,
    "single": ask.astype(np.float32),
    "flags": (ask > 0).astype(float),
    "column": ask[:, :1],
    "counts": R.poisson(2.0, size=(12, 4)).astype(float),
    "holes": np.where(R.uniform(size=ask.shape) < 0.3, np.nan, ask),
    "codes": codes,
    "categories": np.column_stack([R.randint(0, 3, 12) for _ in range(4)]).astype(float),
    "table": pd.DataFrame({
        "size": ask[:, 0], "city": R.choice(["Lyon", "Oslo", "Rome", "Bern"], 12), "age": ask[:, 1],
        "kind": R.choice(["a", "b"], 12)}),
}
CATEGORIES = np.column_stack([R.randint(0, 3, 90) for _ in range(4)])
P, PP, D, L = "predict", "predict_proba", "decision_function", "predict_log_proba"


def ensembles():
    stump = tree.DecisionTreeClassifier(max_depth=2, random_state=0)
    weak = tree.DecisionTreeRegressor(max_depth=2, random_state=0)
    gbc, gbr = ensemble.GradientBoostingClassifier, ensemble.GradientBoostingRegressor
    members = [
        ("lr", linear_model.LogisticRegression()), ("nb", naive_bayes.GaussianNB()),
        ("dt", stump)]
    numbers = [("lin", linear_model.LinearRegression()), ("dt", weak), ("ridge", linear_model.Ridge())]
    hist = dict(max_iter=8, max_depth=3, min_samples_leaf=5, random_state=0)
    hgc, hgr = ensemble.HistGradientBoostingClassifier, ensemble.HistGradientBoostingRegressor
    return {
        "ada-samme-r": lambda: (ensemble.AdaBoostClassifier(stump, n_estimators=6, algorithm="SAMME.R", random_state=0).fit(X, S3), "plain", [P, PP, D, L]),
        "ada-samme": lambda: (ensemble.AdaBoostClassifier(stump, n_estimators=6, algorithm="SAMME", random_state=0).fit(X, S3), "plain", [P, PP, D]),
        "ada-samme-two": lambda: (ensemble.AdaBoostClassifier(n_estimators=6, algorithm="SAMME", random_state=0).fit(X, S2), "plain", [P, PP, D]),
        "ada-regressor": lambda: (ensemble.AdaBoostRegressor(weak, n_estimators=7, random_state=0).fit(X, T), "plain", [P]),
        "bagging-subspace": lambda: (ensemble.BaggingClassifier(stump, 6, max_samples=0.2, max_features=0.5, random_state=0).fit(X, S3), "plain", [P, PP, L]),
        "bagging-votes": lambda: (ensemble.BaggingClassifier(linear_model.RidgeClassifier(), 5, max_samples=8, random_state=1).fit(X, Y3), "plain", [P, PP]),
        "bagging-scores": lambda: (ensemble.BaggingClassifier(svm.LinearSVC(), 5, random_state=0).fit(X, Y3), "plain", [P, D]),
        "bagging-regressor": lambda: (ensemble.BaggingRegressor(weak, 6, max_features=3, random_state=0).fit(X, TT), "plain", [P]),
        "voting-hard-weights": lambda: (ensemble.VotingClassifier(members, weights=[1, 2, 1.5]).fit(X, S3), "plain", [P, "transform"]),
        "voting-soft-weights": lambda: (ensemble.VotingClassifier(members, voting="soft", weights=[1, 2, 3]).fit(X, S3), "plain", [P, PP, "transform"]),
        "voting-dropped": lambda: (ensemble.VotingRegressor(numbers[:1] + [("gone", "drop")] + numbers[1:], weights=[1, 5, 2, 3]).fit(X, T), "plain", [P, "transform"]),
        "stacking-passthrough": lambda: (ensemble.StackingClassifier(members, passthrough=True, cv=3).fit(X, S3), "plain", [P, PP, D, "transform"]),
        "stacking-two-predict": lambda: (ensemble.StackingClassifier(members, stack_method="predict", cv=3).fit(X, S2), "plain", [P, PP]),
        "stacking-two": lambda: (ensemble.StackingClassifier(members, final_estimator=stump, cv=3).fit(X, S2), "plain", [P, PP, "transform"]),
        "stacking-regressor": lambda: (ensemble.StackingRegressor(numbers, cv=3, passthrough=True).fit(X, T), "plain", [P, "transform"]),
        "isolation-subspace": lambda: (ensemble.IsolationForest(n_estimators=12, max_features=0.5, max_samples=30, contamination=0.2, random_state=0).fit(X), "plain", [P, "score_samples", D]),
        "gb-exponential": lambda: (gbc(loss="exponential", n_estimators=6, random_state=0).fit(X, S2), "plain", [P, PP, D]),
        "gb-two": lambda: (gbc(n_estimators=6, max_depth=2, random_state=0).fit(X, S2), "plain", [P, PP, D, L]),
        "gb-three-zero": lambda: (gbc(n_estimators=5, init="zero", max_depth=2, random_state=0).fit(X, S3), "plain", [P, PP, D]),
        "gb-three": lambda: (gbc(n_estimators=5, max_depth=2, subsample=0.7, random_state=0).fit(X, S3), "plain", [P, PP, D, L]),
        "gb-init": lambda: (gbc(n_estimators=5, max_depth=2, init=linear_model.LogisticRegression(), random_state=0).fit(X, Y3), "plain", [P, PP, D]),
        "gb-quantile": lambda: (gbr(loss="quantile", alpha=0.7, n_estimators=6, random_state=0, max_depth=2).fit(X, T), "plain", [P]),
        "gb-init-regressor": lambda: (gbr(loss="huber", init=linear_model.LinearRegression(), n_estimators=6, random_state=0).fit(X, T), "plain", [P]),
        "hist-two": lambda: (hgc(**hist).fit(HOLES, S2), "holes", [P, PP, D]),
        "hist-three": lambda: (hgc(**hist).fit(HOLES, S3), "holes", [P, PP, D]),
        "hist-categories": lambda: (hgc(categorical_features=[0, 1], **hist).fit(CODES, S3), "codes", [P, PP, D]),
        "hist-poisson": lambda: (hgr(loss="poisson", **hist).fit(X, POSITIVE), "plain", [P]),
        "hist-gamma": lambda: (hgr(loss="gamma", **hist).fit(X, POSITIVE), "plain", [P]),
        "hist-quantile": lambda: (hgr(loss="quantile", quantile=0.3, **hist).fit(HOLES, T), "holes", [P]),
        "dummy-regressor": lambda: (dummy.DummyRegressor(strategy="median").fit(X, TT), "plain", [P]),
        "dummy-constant": lambda: (dummy.DummyClassifier(strategy="constant", constant="cedar").fit(X, S3), "plain", [P, PP]),
    }


def bayes_and_neighbors():
    nb, kn = naive_bayes, neighbors
    near, number = kn.KNeighborsClassifier, kn.KNeighborsRegressor
    return {
        "gaussian-nb": lambda: (nb.GaussianNB(priors=[.2, .5, .3]).fit(X, S3), "plain", [P, PP, L]),
        "multinomial-nb": lambda: (nb.MultinomialNB(alpha=0.3).fit(COUNTS, S3), "counts", [P, PP, L]),
        "complement-nb": lambda: (nb.ComplementNB(norm=True).fit(COUNTS, S3), "counts", [P, PP, L]),
        "bernoulli-nb": lambda: (nb.BernoulliNB(binarize=0.2, fit_prior=False).fit(X, S3), "plain", [P, PP, L]),
        "categorical-nb": lambda: (nb.CategoricalNB().fit(CATEGORIES, S3), "categories", [P, PP, L]),
        "knn-kd-tree": lambda: (near(4, algorithm="kd_tree").fit(X, S3), "plain", [P, PP]),
        "knn-manhattan": lambda: (near(5, metric="manhattan", weights="distance").fit(X, S3), "plain", [P, PP]),
        "knn-minkowski": lambda: (near(5, p=3, algorithm="ball_tree").fit(X, S3), "plain", [P, PP]),
        "knn-chebyshev": lambda: (near(5, metric="chebyshev", algorithm="brute").fit(X, Y3), "plain", [P, PP]),
        "knn-cosine": lambda: (near(5, metric="cosine", weights="distance").fit(X, Y3), "plain", [P, PP]),
        "knn-canberra": lambda: (near(5, metric="canberra").fit(X, Y3), "plain", [P, PP]),
        "knn-mahalanobis": lambda: (near(5, metric="mahalanobis", metric_params={"VI": np.linalg.inv(np.cov(X.T))}, algorithm="brute").fit(X, Y3), "plain", [P, PP]),
        "knn-two-outputs": lambda: (near(5).fit(X, np.column_stack([Y3, Y2])), "plain", [P]),
        "knn-regressor": lambda: (number(6, weights="distance").fit(X, TT), "plain", [P]),
        "radius-labels": lambda: (kn.RadiusNeighborsClassifier(0.9, outlier_label="none", weights="distance").fit(X, S3.astype("U5")), "plain", [P, PP]),
        "radius-frequent": lambda: (kn.RadiusNeighborsClassifier(0.9, outlier_label="most_frequent").fit(X, Y3), "plain", [P, PP]),
        "radius-regressor": lambda: (kn.RadiusNeighborsRegressor(1.5).fit(X, T), "plain", [P]),
        "centroid-manhattan": lambda: (kn.NearestCentroid(metric="manhattan", shrink_threshold=0.3).fit(X, S3), "plain", [P]),
        "lof": lambda: (kn.LocalOutlierFactor(7, novelty=True, contamination=0.2).fit(X), "plain", [P, D, "score_samples"]),
    }


def machines_and_networks():
    mlp = dict(hidden_layer_sizes=(7, 5), max_iter=60, random_state=0)
    several = np.column_stack([Y2, Y3 == 1, Y3 == 2]).astype(int)
    sparse = pd.DataFrame(np.where(abs(COUNTS) < 2, 0, COUNTS)).astype(pd.SparseDtype("float", 0)).sparse.to_coo().tocsr()
    return {
        "svc-linear-ovo": lambda: (svm.SVC(kernel="linear", decision_function_shape="ovo").fit(X, S3), "plain", [P, D]),
        "svc-poly-ties": lambda: (svm.SVC(kernel="poly", degree=2, coef0=0.7, break_ties=True).fit(X, S3), "plain", [P, D]),
        "svc-sigmoid-two": lambda: (svm.SVC(kernel="sigmoid", gamma=0.1, coef0=0.2).fit(X, S2), "plain", [P, D]),
        "svc-probability": lambda: (svm.SVC(probability=True, random_state=0).fit(X, S3), "plain", [P, PP, D, L]),
        "svc-probability-two": lambda: (svm.SVC(probability=True, gamma="auto", random_state=0).fit(X, S2), "plain", [P, PP, D]),
        "svc-sparse": lambda: (svm.SVC().fit(sparse, Y3), "counts", [P, D]),
        "nu-svc": lambda: (svm.NuSVC(nu=0.2, probability=True, random_state=0).fit(X, S3), "plain", [P, PP, D]),
        "svr-poly": lambda: (svm.SVR(kernel="poly", C=2).fit(X, T), "plain", [P]),
        "nu-svr": lambda: (svm.NuSVR(nu=0.4).fit(X, T), "plain", [P]),
        "one-class": lambda: (svm.OneClassSVM(nu=0.2).fit(X), "plain", [P, D, "score_samples"]),
        "mlp-three": lambda: (neural_network.MLPClassifier(activation="logistic", **mlp).fit(X, S3), "plain", [P, PP, L]),
        "mlp-two": lambda: (neural_network.MLPClassifier(activation="tanh", **mlp).fit(X, S2), "plain", [P, PP]),
        "mlp-labels": lambda: (neural_network.MLPClassifier(**mlp).fit(X, several), "plain", [P, PP]),
        "mlp-regressor": lambda: (neural_network.MLPRegressor(activation="identity", **mlp).fit(X, TT), "plain", [P]),
        "kernel-ridge-rbf": lambda: (kernel_ridge.KernelRidge(kernel="rbf", gamma=0.3).fit(X, TT), "plain", [P]),
        "kernel-ridge-poly": lambda: (kernel_ridge.KernelRidge(kernel="polynomial", degree=2).fit(X, T), "plain", [P]),
        "kernel-ridge-laplacian": lambda: (kernel_ridge.KernelRidge(kernel="laplacian").fit(X, T), "plain", [P]),
        "kernel-ridge-chi2": lambda: (kernel_ridge.KernelRidge(kernel="chi2", gamma=0.5).fit(COUNTS, T), "counts", [P]),
    }


def several():
    logistic, ridge = linear_model.LogisticRegression(), linear_model.Ridge()
    stump = tree.DecisionTreeClassifier(max_depth=2, random_state=0)
    calibrated = calibration.CalibratedClassifierCV
    several = np.column_stack([Y2, Y3 == 1, Y3 == 2]).astype(int)
    constant = several.copy()
    constant[:, 1] = 1
    labels = np.column_stack([S3, S2])
    return {
        "calibrated-isotonic-two": lambda: (calibrated(svm.LinearSVC(), method="isotonic", cv=3).fit(X, S2), "plain", [P, PP]),
        "calibrated-isotonic-three": lambda: (calibrated(stump, method="isotonic", cv=3).fit(X, S3), "plain", [P, PP]),
        "calibrated-sigmoid-one": lambda: (calibrated(svm.SVC(), ensemble=False, cv=3).fit(X, S3), "plain", [P, PP]),
        "isotonic-decreasing": lambda: (isotonic.IsotonicRegression(increasing=False, out_of_bounds="clip").fit(X[:, 0], T), "column", [P]),
        "outputs-strings": lambda: (multioutput.MultiOutputClassifier(logistic).fit(X, labels), "plain", [P]),
        "outputs-regressor": lambda: (multioutput.MultiOutputRegressor(ridge).fit(X, TT), "plain", [P]),
        "chain-order": lambda: (multioutput.ClassifierChain(logistic, order=[2, 0, 1]).fit(X, several), "plain", [P, PP, D]),
        "chain-proba": lambda: (multioutput.ClassifierChain(logistic, order=[2, 0, 1], chain_method="predict_proba").fit(X, several), "plain", [P, PP]),
        "chain-regressor": lambda: (multioutput.RegressorChain(ridge, order=[1, 0]).fit(X, TT), "plain", [P]),
        "rest-svc": lambda: (multiclass.OneVsRestClassifier(svm.LinearSVC()).fit(X, S3), "plain", [P, D]),
        "rest-trees": lambda: (multiclass.OneVsRestClassifier(stump).fit(X, S3), "plain", [P, PP]),
        "rest-two": lambda: (multiclass.OneVsRestClassifier(logistic).fit(X, S2), "plain", [P, PP, D]),
        "rest-labels": lambda: (multiclass.OneVsRestClassifier(logistic).fit(X, several), "plain", [P, PP]),
        "rest-constant": lambda: (multiclass.OneVsRestClassifier(logistic).fit(X, constant), "plain", [P, PP]),
        "rest-regressor": lambda: (multiclass.OneVsRestClassifier(ridge).fit(X, Y3), "plain", [P]),
        "one-trees": lambda: (multiclass.OneVsOneClassifier(stump).fit(X, S3), "plain", [P, D]),
        "one-two": lambda: (multiclass.OneVsOneClassifier(svm.SVC()).fit(X, S2), "plain", [P, D]),
        "code": lambda: (multiclass.OutputCodeClassifier(logistic, code_size=2, random_state=0).fit(X, S3), "plain", [P]),
        "code-trees": lambda: (multiclass.OutputCodeClassifier(stump, code_size=3, random_state=0).fit(X, S3), "plain", [P]),
        "threshold-fixed": lambda: (model_selection.FixedThresholdClassifier(logistic, threshold=0.3).fit(X, Y2), "plain", [P, PP]),
        "threshold-tuned": lambda: (model_selection.TunedThresholdClassifierCV(logistic, cv=3).fit(X, Y2), "plain", [P, PP]),
        "ransac": lambda: (linear_model.RANSACRegressor(random_state=0).fit(X, T), "plain", [P]),
        "propagation-rbf": lambda: (semi_supervised.LabelPropagation(gamma=1.5).fit(X, np.where(np.arange(90) % 3, Y3, -1)), "plain", [P, PP]),
        "spreading-knn": lambda: (semi_supervised.LabelSpreading(kernel="knn", n_neighbors=5).fit(X, np.where(np.arange(90) % 3, Y3, -1)), "plain", [P, PP]),
        "halving": lambda: (model_selection.HalvingGridSearchCV(stump, {"max_depth": [1, 2]}, cv=3, random_state=0).fit(X, S3), "plain", [P, PP]),
        "self-training": lambda: (semi_supervised.SelfTrainingClassifier(logistic).fit(X, np.where(np.arange(90) % 3, Y3, -1)), "plain", [P, PP]),
    }


def distributions():
    gm, bgm = mixture.GaussianMixture, mixture.BayesianGaussianMixture
    lda, qda = discriminant_analysis.LinearDiscriminantAnalysis, discriminant_analysis.QuadraticDiscriminantAnalysis
    found = {
        "kmeans": lambda: (cluster.KMeans(4, n_init=1, random_state=0).fit(X), "plain", [P, "transform"]),
        "bisecting": lambda: (cluster.BisectingKMeans(5, n_init=1, random_state=0).fit(X + 3), "plain", [P, "transform"]),
        "birch": lambda: (cluster.Birch(n_clusters=3, threshold=0.8).fit(X), "plain", [P, "transform"]),
        "mean-shift": lambda: (cluster.MeanShift(bandwidth=1.5).fit(X), "plain", [P]),
        "affinity": lambda: (cluster.AffinityPropagation(random_state=0).fit(X), "plain", [P]),
        "bayesian-distribution": lambda: (bgm(n_components=3, weight_concentration_prior_type="dirichlet_distribution", random_state=0).fit(X), "plain", [P, PP, "score_samples"]),
        "lda-eigen": lambda: (lda(solver="eigen", shrinkage=0.1, n_components=1).fit(X, S3), "plain", [P, PP, D, L, "transform"]),
        "lda-lsqr": lambda: (lda(solver="lsqr").fit(X, S3), "plain", [P, PP, D]),
        "lda-two": lambda: (lda().fit(X, S2), "plain", [P, PP, D, "transform"]),
        "qda-two": lambda: (qda().fit(X, S2), "plain", [P, PP, D, L]),
        "qda-three": lambda: (qda(reg_param=0.2).fit(X, S3), "plain", [P, PP, D]),
        "envelope": lambda: (covariance.EllipticEnvelope(random_state=0, contamination=0.2).fit(X), "plain", [P, D, "score_samples"]),
        "pls": lambda: (cross_decomposition.PLSRegression(2).fit(X, TT), "plain", [P, "transform"]),
        "pls-one": lambda: (cross_decomposition.PLSRegression(2, scale=False).fit(X, T), "plain", [P, "transform"]),
        "pls-canonical": lambda: (cross_decomposition.PLSCanonical(2).fit(X, TT), "plain", [P, "transform"]),
        "cca": lambda: (cross_decomposition.CCA(1).fit(X, TT), "plain", [P, "transform"]),
        "pls-svd": lambda: (cross_decomposition.PLSSVD(2).fit(X, TT), "plain", ["transform"]),
        "sgd-one-class": lambda: (linear_model.SGDOneClassSVM(nu=0.2, random_state=0).fit(X), "plain", [P, D, "score_samples"]),
    }
    for shape in ["full", "tied", "diag", "spherical"]:
        found[f"mixture-{shape}"] = (gm(n_components=3, covariance_type=shape, random_state=0).fit(X), "plain", [P, PP, "score_samples"])
        found[f"bayesian-{shape}"] = (bgm(n_components=3, covariance_type=shape, random_state=0).fit(X), "plain", [P, PP])
    return found


def processes():
    gpr, gpc = gaussian_process.GaussianProcessRegressor, gaussian_process.GaussianProcessClassifier
    target, linear = compose.TransformedTargetRegressor, linear_model.LinearRegression()
    some, two, three = X[:30], Y2[:30], S3[:30]
    fixed = dict(optimizer=None)
    transformers = {
        "standard": preprocessing.StandardScaler(), "range": preprocessing.MinMaxScaler(),
        "robust": preprocessing.RobustScaler(), "power": preprocessing.PowerTransformer(),
        "quantiles": preprocessing.QuantileTransformer(n_quantiles=20),
        "normal": preprocessing.QuantileTransformer(n_quantiles=20, output_distribution="normal"),
    }
    kernels = {
        "default": None, "lengths": gpk.RBF([1, 2, 3, 4.0]) + gpk.WhiteKernel(0.1),
        "matern": gpk.Matern(1.3, nu=0.5) + 0.5 * gpk.Matern(nu=1.5) + gpk.Matern(2, nu=2.5) * gpk.Matern(nu=np.inf) + gpk.WhiteKernel(),
        "others": gpk.RationalQuadratic(1.2, 0.7) + gpk.ExpSineSquared(1.5, 3) + gpk.DotProduct(0.5) ** 2 + gpk.WhiteKernel(),
    }
    found = {
        "gpr-two": lambda: (gpr(gpk.RBF() + gpk.WhiteKernel(0.1), normalize_y=True, **fixed).fit(some, TT[:30]), "plain", [P]),
        "gpc-two": lambda: (gpc(1.5 * gpk.RBF(1.2) + gpk.WhiteKernel(0.2), **fixed).fit(some, S2[:30]), "plain", [P, PP]),
        "gpc-three": lambda: (gpc(gpk.DotProduct() + gpk.RBF(), **fixed).fit(some, three), "plain", [P, PP]),
        "gpc-one": lambda: (gpc(multi_class="one_vs_one", **fixed).fit(some, three), "plain", [P]),
        "target-log": lambda: (target(linear, func=np.log1p, inverse_func=np.expm1).fit(X, POSITIVE), "plain", [P]),
        "target-outputs": lambda: (target(linear, transformer=preprocessing.StandardScaler()).fit(X, TT), "plain", [P]),
        "target-box-cox": lambda: (target(linear, transformer=preprocessing.PowerTransformer(method="box-cox")).fit(X, POSITIVE), "plain", [P]),
    }
    for name, transformer in transformers.items():
        found[f"target-{name}"] = (target(linear, transformer=transformer).fit(X, T), "plain", [P])
    for name, kernel in kernels.items():
        found[f"gpr-{name}"] = (gpr(kernel, alpha=0.01, **fixed).fit(some, T[:30]), "plain", [P])
    return found


def swept():
    """What the sweep of conformance/ found to be refused or answered in another way."""
    from sklearn import impute, kernel_approximation
    single = X.astype(np.float32)
    table = compose.ColumnTransformer([
        ("n", preprocessing.StandardScaler(), compose.make_column_selector(dtype_include=np.number)),
        ("c", preprocessing.OneHotEncoder(handle_unknown="ignore"), ["city", "kind"])])
    lr, svc = linear_model.LogisticRegression(), svm.LinearSVC()
    found = {
        "centroid-priors": (neighbors.NearestCentroid(priors=[.2, .3, .5]).fit(X, S3), "plain", [P, PP, D, L]),
        "centroid-two": (neighbors.NearestCentroid(shrink_threshold=.1).fit(X, S2), "plain", [P, PP, D]),
        "selector": (pipeline.make_pipeline(table, lr).fit(TABLE, S3), "table", [P, PP]),
        "newton": (linear_model.LogisticRegression(solver="newton-cholesky").fit(single, S3), "single", [P, PP, D]),
        "ridge-single": (linear_model.Ridge().fit(single, TT), "single", [P]),
        "ridge-double": (linear_model.Ridge().fit(X, TT), "single", [P]),
        "ridge-labels": (linear_model.RidgeClassifier().fit(X, np.column_stack([Y2, Y3 > 1]).astype(int)), "plain", [P, D]),
        "mlp-single": (neural_network.MLPClassifier((5,), max_iter=40, random_state=0).fit(single, S3), "single", [P, PP]),
        "kmeans-single": (cluster.KMeans(3, n_init=1, random_state=0).fit(single), "single", [P, "transform"]),
        "knn-correlation": (neighbors.KNeighborsRegressor(3, metric="correlation").fit(X, T), "plain", [P]),
        "density-scott": (neighbors.KernelDensity(bandwidth="scott").fit(X), "plain", ["score_samples"]),
        "embedding": (ensemble.RandomTreesEmbedding(4, max_depth=3, random_state=0).fit(X), "plain", ["transform"]),
        "agglomeration": (cluster.FeatureAgglomeration(2, pooling_func=np.median).fit(X), "plain", ["transform"]),
        "sketch": (kernel_approximation.PolynomialCountSketch(
            degree=3, coef0=1, gamma=.5, n_components=7, random_state=0).fit(X), "plain", ["transform"]),
        "boltzmann": (neural_network.BernoulliRBM(3, n_iter=2, random_state=0).fit(np.clip(X, 0, 1)), "flags", ["transform"]),
        "components": (neighbors.NeighborhoodComponentsAnalysis(2, random_state=0).fit(X, Y3), "plain", ["transform"]),
        "splines": (preprocessing.SplineTransformer(n_knots=4, degree=2, extrapolation="linear").fit(X), "plain", ["transform"]),
        "constant": (impute.SimpleImputer(strategy="constant", add_indicator=True).fit(HOLES), "holes", ["transform"]),
        "gpr-list": (gaussian_process.GaussianProcessRegressor(
            gpk.RBF([1, 2, 3, 1.5]), alpha=.1, optimizer=None).fit(X[:30], T[:30]), "plain", [P]),
        "mixture-single": (mixture.GaussianMixture(2, random_state=0).fit(single), "single", [P, PP]),
        "chain-logs": (multioutput.ClassifierChain(lr).fit(X, np.column_stack([Y2, Y3 > 1])), "plain", [P, PP, L]),
        "clip": (preprocessing.FunctionTransformer(np.clip, kw_args=dict(a_min=-.5, a_max=.7)).fit(X), "plain", ["transform"]),
        "round": (preprocessing.FunctionTransformer(np.round, kw_args=dict(decimals=1)).fit(X), "plain", ["transform"]),
    }
    for name, member in {"scores": svc, "shares": naive_bayes.GaussianNB()}.items():
        for count, target in {"two": S2, "three": S3}.items():
            model = calibration.CalibratedClassifierCV(member, method="temperature", cv=3).fit(X, target)
            found[f"temperature-{name}-{count}"] = (model, "plain", [P, PP])
    for kernel in ("tophat", "epanechnikov", "exponential", "linear", "cosine"):
        model = neighbors.KernelDensity(bandwidth=2.5, kernel=kernel).fit(X[:30])
        found[f"density-{kernel}"] = (model, "plain", ["score_samples"])
    return found


FAMILIES = [swept] if ONLY == ["swept"] else [
    ensembles, bayes_and_neighbors, machines_and_networks, several, distributions, processes]


def plain(array):
    return [None if isinstance(v, float) and not np.isfinite(v) else v for v in np.asarray(array).ravel().tolist()]


def datatype(array):
    kinds = {"U": "BYTES", "O": "BYTES", "b": "BOOL"}
    found = {"f8": "FP64", "f4": "FP32", "i8": "INT64", "i4": "INT32", "u1": "UINT8"}
    return kinds.get(array.dtype.kind) or found[array.dtype.str[1:]]


def answer(model, rows, method):
    found = getattr(model, method)(rows)
    found = found.toarray() if hasattr(found, "toarray") else np.asarray(found)
    shape = list(found.shape) if found.ndim > 1 else [len(found), 1]
    return {"shape": shape, "datatype": datatype(found), "values": plain(found)}


def rows_of(rows):
    if isinstance(rows, pd.DataFrame):
        return {"table": {name: rows[name].tolist() for name in rows.columns}}
    if rows.dtype == np.float32:
        return {"shape": list(rows.shape), "datatype": "FP32", "data": plain(rows)}
    return {"shape": list(rows.shape), "data": plain(rows)}


def main():
    folder = TARGET / f"sklearn-{sklearn.__version__}"
    folder.mkdir(parents=True, exist_ok=True)
    models = {}
    for family in FAMILIES:
        for name, make in family().items():
            if ONLY and ONLY != ["swept"] and name not in ONLY:
                continue
            model, rows, methods = make() if callable(make) else make
            joblib.dump(model, folder / f"{name}.joblib", compress=3)
            answers = {method: answer(model, ROWS[rows], method) for method in methods}
            models[name] = {"rows": rows, "answers": answers}
    used = {model["rows"] for model in models.values()}
    rows = {name: rows_of(rows) for name, rows in ROWS.items() if name in used}
    content = {"rows": rows, "models": models}
    text = json.dumps(content, ensure_ascii=False).replace('}, "', '},\n"')
    (folder / "expected.json").write_text(text + "\n")


main()
