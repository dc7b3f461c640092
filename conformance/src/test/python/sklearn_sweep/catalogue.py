"""The models of the sweep: every estimator of scikit-learn, with the options that people set.

Each entry is `name: (constructor, data, target)`; `data` and `target` are names in data.py, target "" fits without.
An entry that a version of scikit-learn does not know fails to construct or to fit there, and is left out.
"""

import numpy as np
from sklearn import (
    calibration as cal, cluster as clu, compose as com, covariance as cov, cross_decomposition as cro,
    decomposition as dec, discriminant_analysis as dis, dummy as dum, ensemble as ens, feature_extraction as fex,
    feature_selection as fsel, gaussian_process as gau, impute as imp, isotonic as iso, kernel_approximation as kap,
    kernel_ridge as krr, linear_model as lin, manifold as man, mixture as mix, model_selection as sel,
    multiclass as mcl, multioutput as mou, naive_bayes as nby, neighbors as nei, neural_network as neu,
    pipeline as pip, preprocessing as pre, random_projection as rap, semi_supervised as sem, svm, tree)
from sklearn.experimental import enable_halving_search_cv, enable_iterative_imputer  # noqa: F401
from sklearn.feature_extraction import text as txt
from sklearn.gaussian_process import kernels as ker
from sklearn.utils import all_estimators

TWO, THREE = "yes", "tree"


def every_estimator():
    """Each estimator as it comes, on the first data that it can be fitted on."""
    return {f"default-{name}": (made, None, None) for name, made in all_estimators()}


FIRST_FIT = [("plain", THREE), ("plain", "number"), ("positive", "three"), ("positive", "positive"), ("plain", ""),
             ("text", ""), ("plain", "pairs"), ("plain", "numbers"), ("categories", "three"), ("column", "number"),
             ("vector", "number"), ("table", "two")]


def crossed(prefix, made, options, datas, target):
    """The estimator with each set of options on each data."""
    cases = {}
    for label, kwargs in options.items():
        for data in datas:
            cases[f"{prefix}-{label}-{data}"] = (lambda k=kwargs: made(**k), data, target)
    return cases


def linear():
    c = {}
    for t in ("two", "three", "flag", "byte", "yes", "tree", "object", "odd", "float"):
        c[f"logistic-{t}"] = (lambda: lin.LogisticRegression(), "plain", t)
        c[f"sgd-{t}"] = (lambda: lin.SGDClassifier(loss="modified_huber", random_state=0), "plain", t)
        c[f"forest-{t}"] = (lambda: ens.RandomForestClassifier(12, random_state=0), "plain", t)
        c[f"knn-{t}"] = (lambda: nei.KNeighborsClassifier(), "plain", t)
        c[f"svc-{t}"] = (lambda: svm.SVC(), "plain", t)
        c[f"hist-{t}"] = (lambda: ens.HistGradientBoostingClassifier(max_iter=8, min_samples_leaf=5), "plain", t)
        c[f"gnb-{t}"] = (lambda: nby.GaussianNB(), "plain", t)
        c[f"mlp-{t}"] = (lambda: neu.MLPClassifier((7,), max_iter=60, random_state=0), "plain", t)
        c[f"ridge-{t}"] = (lambda: lin.RidgeClassifier(), "plain", t)
        c[f"lda-{t}"] = (lambda: dis.LinearDiscriminantAnalysis(), "plain", t)
        c[f"tree-{t}"] = (lambda: tree.DecisionTreeClassifier(max_depth=4, random_state=0), "plain", t)
        c[f"gb-{t}"] = (lambda: ens.GradientBoostingClassifier(n_estimators=8, random_state=0), "plain", t)
        c[f"dummy-{t}"] = (lambda: dum.DummyClassifier(), "plain", t)
    c.update(crossed("logistic", lin.LogisticRegression, {
        "l1": dict(penalty="l1", solver="liblinear"), "saga": dict(solver="saga", penalty="elasticnet", l1_ratio=.5),
        "newton": dict(solver="newton-cg"), "none": dict(penalty=None), "nopenalty": dict(penalty="none"),
        "balanced": dict(class_weight="balanced"), "nointercept": dict(fit_intercept=False),
        "ovr": dict(multi_class="ovr"), "multinomial": dict(multi_class="multinomial"),
        "cholesky": dict(solver="newton-cholesky")},
        ["plain", "single", "integers", "integers32", "booleans", "numbers"], THREE))
    c.update(crossed("logistic2", lin.LogisticRegression, {
        "multinomial": dict(multi_class="multinomial"), "liblinear": dict(solver="liblinear", dual=True)},
        ["plain", "single"], TWO))
    c["logistic-cv"] = (lambda: lin.LogisticRegressionCV(cv=3, Cs=3), "plain", THREE)
    for loss in ("hinge", "log", "log_loss", "modified_huber", "squared_hinge", "perceptron", "squared_error", "huber"):
        c[f"sgd-{loss}"] = (lambda l=loss: lin.SGDClassifier(loss=l, random_state=0), "plain", THREE)
        c[f"sgd2-{loss}"] = (lambda l=loss: lin.SGDClassifier(loss=l, random_state=0, average=True), "plain", TWO)
    for dual in (True, False):
        c[f"linear-svc-{dual}"] = (lambda d=dual: svm.LinearSVC(dual=d), "plain", THREE)
    c["linear-svc-crammer"] = (lambda: svm.LinearSVC(multi_class="crammer_singer"), "plain", THREE)
    c["linear-svc-scaled"] = (lambda: svm.LinearSVC(intercept_scaling=2.5, class_weight="balanced"), "single", TWO)
    c["ridge-multilabel"] = (lambda: lin.RidgeClassifier(), "plain", "pairs")
    c["ridge-cv"] = (lambda: lin.RidgeClassifierCV(), "plain", TWO)
    c["ridge-cv-multilabel"] = (lambda: lin.RidgeClassifierCV(), "single", "pairs")
    c["perceptron"] = (lambda: lin.Perceptron(penalty="l1"), "plain", TWO)
    c["passive"] = (lambda: lin.PassiveAggressiveClassifier(loss="squared_hinge"), "plain", THREE)
    regressors = {
        "ols": lin.LinearRegression, "ridge": lin.Ridge, "lasso": lin.Lasso, "net": lin.ElasticNet,
        "huber": lin.HuberRegressor, "lars": lin.Lars, "bayes": lin.BayesianRidge, "ard": lin.ARDRegression,
        "sgd": lin.SGDRegressor, "svr": svm.LinearSVR, "theil": lin.TheilSenRegressor, "ransac": lin.RANSACRegressor,
        "omp": lin.OrthogonalMatchingPursuit, "quantile": lin.QuantileRegressor, "passive": lin.PassiveAggressiveRegressor}
    for name, made in regressors.items():
        for data in ("plain", "single", "integers", "booleans", "numbers"):
            c[f"reg-{name}-{data}"] = (made, data, "number")
        c[f"reg-{name}-32"] = (made, "single", "single")
    for name in ("ols", "ridge", "lasso", "net", "lars", "omp"):
        c[f"reg-{name}-two"] = (regressors[name], "plain", "numbers")
        c[f"reg-{name}-two-32"] = (regressors[name], "single", "numbers")
    c["ols-positive"] = (lambda: lin.LinearRegression(positive=True, fit_intercept=False), "plain", "number")
    c["ridge-svd"] = (lambda: lin.Ridge(solver="svd", alpha=np.array([1, 2.])), "plain", "numbers")
    c["ridge-cv-many"] = (lambda: lin.RidgeCV(alphas=[.1, 1], alpha_per_target=True), "plain", "numbers")
    c["multitask"] = (lambda: lin.MultiTaskLasso(alpha=.1), "single", "numbers")
    for power in (0, 1, 1.5, 2, 3):
        c[f"tweedie-{power}"] = (lambda p=power: lin.TweedieRegressor(power=p), "plain", "positive")
    c["tweedie-log"] = (lambda: lin.TweedieRegressor(power=0, link="log"), "plain", "positive")
    c["tweedie-identity"] = (lambda: lin.TweedieRegressor(power=1.2, link="identity"), "plain", "positive")
    c["poisson"] = (lambda: lin.PoissonRegressor(alpha=.1), "single", "frequency")
    c["gamma"] = (lambda: lin.GammaRegressor(), "integers", "positive")
    c["ransac-tree"] = (lambda: lin.RANSACRegressor(tree.DecisionTreeRegressor(max_depth=3), random_state=0), "plain", "number")
    return c


def trees():
    c = {}
    families = {"tree": tree.DecisionTreeClassifier, "extra": tree.ExtraTreeClassifier,
                "forest": lambda **k: ens.RandomForestClassifier(9, **k), "extras": lambda **k: ens.ExtraTreesClassifier(9, **k)}
    for name, made in families.items():
        for data in ("plain", "single", "integers", "booleans", "numbers", "holes"):
            c[f"{name}-c-{data}"] = (lambda m=made: m(random_state=0, max_depth=5), data, THREE)
        for t in ("pairs", "triples", "names"):
            c[f"{name}-c-{t}"] = (lambda m=made: m(random_state=0, max_leaf_nodes=9), "plain", t)
        for k, v in dict(criterion="entropy", class_weight="balanced", ccp_alpha=.01, min_samples_leaf=4, max_features="sqrt").items():
            c[f"{name}-c-{k}"] = (lambda m=made, k=k, v=v: m(random_state=0, **{k: v}), "plain", TWO)
        c[f"{name}-c-logloss"] = (lambda m=made: m(random_state=0, criterion="log_loss"), "plain", TWO)
        c[f"{name}-c-monotonic"] = (lambda m=made: m(random_state=0, monotonic_cst=[1, 0, 0, -1, 0]), "plain", TWO)
    for name, made in {"tree": tree.DecisionTreeRegressor, "extra": tree.ExtraTreeRegressor,
                       "forest": lambda **k: ens.RandomForestRegressor(9, **k),
                       "extras": lambda **k: ens.ExtraTreesRegressor(9, **k)}.items():
        for data in ("plain", "single", "integers", "booleans", "numbers", "holes", "sparse"):
            c[f"{name}-r-{data}"] = (lambda m=made: m(random_state=0, max_depth=5), data, "number")
        c[f"{name}-r-two"] = (lambda m=made: m(random_state=0), "plain", "numbers")
        for criterion in ("absolute_error", "friedman_mse", "poisson"):
            c[f"{name}-r-{criterion}"] = (lambda m=made, k=criterion: m(random_state=0, criterion=k), "plain", "positive")
    c["forest-oob"] = (lambda: ens.RandomForestClassifier(9, oob_score=True, warm_start=True, max_samples=.5, random_state=0), "plain", THREE)
    c["embedding"] = (lambda: ens.RandomTreesEmbedding(5, max_depth=3, random_state=0), "plain", "")
    c["embedding-dense"] = (lambda: ens.RandomTreesEmbedding(5, max_depth=3, random_state=0, sparse_output=False), "single", "")
    c["embedding-pipe"] = (lambda: pip.make_pipeline(ens.RandomTreesEmbedding(5, random_state=0), nby.BernoulliNB()), "plain", TWO)
    for loss in ("squared_error", "absolute_error", "huber", "quantile"):
        c[f"gbr-{loss}"] = (lambda l=loss: ens.GradientBoostingRegressor(loss=l, n_estimators=10, random_state=0), "plain", "number")
    for loss in ("log_loss", "deviance", "exponential"):
        c[f"gbc-{loss}"] = (lambda l=loss: ens.GradientBoostingClassifier(loss=l, n_estimators=8, random_state=0), "single", TWO)
    c["gbc-init"] = (lambda: ens.GradientBoostingClassifier(n_estimators=5, init=lin.LogisticRegression()), "plain", TWO)
    c["gbc-zero"] = (lambda: ens.GradientBoostingClassifier(n_estimators=5, init="zero"), "plain", THREE)
    c["gbc-early"] = (lambda: ens.GradientBoostingClassifier(n_estimators=50, n_iter_no_change=2, subsample=.5, random_state=0), "integers", THREE)
    c["gbr-init-zero"] = (lambda: ens.GradientBoostingRegressor(n_estimators=5, init="zero"), "numbers", "number")
    hgr, hgc = ens.HistGradientBoostingRegressor, ens.HistGradientBoostingClassifier
    few = dict(max_iter=9, min_samples_leaf=5, random_state=0)
    for loss in ("squared_error", "absolute_error", "poisson", "gamma"):
        for data in ("plain", "holes", "single", "integers", "numbers"):
            c[f"hgr-{loss}-{data}"] = (lambda l=loss: hgr(loss=l, **few), data, "positive")
    c["hgr-quantile"] = (lambda: hgr(loss="quantile", quantile=.8, **few), "holes", "number")
    for t in (TWO, THREE):
        c[f"hgc-holes-{t}"] = (lambda: hgc(**few), "holes", t)
        c[f"hgc-holes32-{t}"] = (lambda: hgc(**few), "holes32", t)
        c[f"hgc-codes-{t}"] = (lambda: hgc(categorical_features=[0, 1], **few), "codes", t)
        c[f"hgc-hollow-{t}"] = (lambda: hgc(categorical_features=[True, True, False, False], **few), "hollow", t)
        c[f"hgc-early-{t}"] = (lambda: hgc(early_stopping=True, **few), "plain", t)
    c["hgc-monotonic"] = (lambda: hgc(monotonic_cst=[1, 0, -1, 0, 0], **few), "plain", TWO)
    c["hgc-interaction"] = (lambda: hgc(interaction_cst="pairwise", max_bins=20, **few), "plain", TWO)
    c["hgc-weight"] = (lambda: hgc(class_weight="balanced", l2_regularization=1, **few), "plain", THREE)
    for name, made in {"isolation": ens.IsolationForest}.items():
        for data in ("plain", "single", "integers", "numbers", "sparse"):
            c[f"{name}-{data}"] = (lambda m=made: m(n_estimators=20, random_state=0), data, "")
        c[f"{name}-contamination"] = (lambda m=made: m(n_estimators=15, contamination=.1, max_features=3, bootstrap=True, random_state=0), "plain", "")
    return c


def ensembles():
    c = {}
    lr, dt = lin.LogisticRegression(), tree.DecisionTreeClassifier(max_depth=2, random_state=0)
    members = [("lr", lr), ("dt", dt), ("nb", nby.GaussianNB())]
    numbers = [("ols", lin.LinearRegression()), ("dt", tree.DecisionTreeRegressor(max_depth=3, random_state=0)),
               ("knn", nei.KNeighborsRegressor())]
    for t in (TWO, THREE, "flag", "odd"):
        c[f"ada-{t}"] = (lambda: ens.AdaBoostClassifier(n_estimators=7, random_state=0), "plain", t)
        c[f"ada-samme-{t}"] = (lambda: ens.AdaBoostClassifier(n_estimators=7, algorithm="SAMME", random_state=0), "plain", t)
        c[f"bagging-{t}"] = (lambda: ens.BaggingClassifier(n_estimators=5, random_state=0), "plain", t)
        c[f"bagging-lr-{t}"] = (lambda: ens.BaggingClassifier(lr, 5, max_features=.6, random_state=0), "single", t)
        c[f"bagging-svc-{t}"] = (lambda: ens.BaggingClassifier(svm.SVC(), 5, random_state=0), "plain", t)
        for vote in ("hard", "soft"):
            c[f"voting-{vote}-{t}"] = (lambda v=vote: ens.VotingClassifier(members, voting=v, weights=[2, 1, 1]), "plain", t)
            c[f"voting-flat-{vote}-{t}"] = (lambda v=vote: ens.VotingClassifier(members, voting=v, flatten_transform=False), "plain", t)
        for method in ("auto", "predict_proba", "predict"):
            c[f"stacking-{method}-{t}"] = (lambda m=method: ens.StackingClassifier(members, stack_method=m, cv=3), "plain", t)
        c[f"stacking-decision-{t}"] = (lambda: ens.StackingClassifier([("a", svm.LinearSVC()), ("b", lin.RidgeClassifier())], cv=3, passthrough=True), "plain", t)
        for method in ("sigmoid", "isotonic", "temperature"):
            c[f"calibrated-{method}-{t}"] = (lambda m=method: cal.CalibratedClassifierCV(lin.LogisticRegression(), method=m, cv=3), "plain", t)
            c[f"calibrated-svc-{method}-{t}"] = (lambda m=method: cal.CalibratedClassifierCV(svm.LinearSVC(), method=m, cv=3), "plain", t)
            c[f"calibrated-one-{method}-{t}"] = (lambda m=method: cal.CalibratedClassifierCV(ens.RandomForestClassifier(8, random_state=0), method=m, cv=3, ensemble=False), "single", t)
        c[f"ovr-{t}"] = (lambda: mcl.OneVsRestClassifier(lr), "plain", t)
        c[f"ovr-svc-{t}"] = (lambda: mcl.OneVsRestClassifier(svm.LinearSVC()), "plain", t)
        c[f"ovo-{t}"] = (lambda: mcl.OneVsOneClassifier(svm.LinearSVC()), "plain", t)
        c[f"ovo-tree-{t}"] = (lambda: mcl.OneVsOneClassifier(dt), "plain", t)
        c[f"code-{t}"] = (lambda: mcl.OutputCodeClassifier(lr, code_size=2, random_state=0), "plain", t)
        c[f"self-{t}"] = (lambda: sem.SelfTrainingClassifier(lr), "plain", "partial")
        c[f"grid-{t}"] = (lambda: sel.GridSearchCV(pip.make_pipeline(pre.StandardScaler(), svm.SVC()), {"svc__C": [.1, 1]}, cv=2), "plain", t)
    c["random-search"] = (lambda: sel.RandomizedSearchCV(dt, {"max_depth": [1, 2, 3]}, n_iter=2, cv=2, random_state=0), "plain", TWO)
    c["halving"] = (lambda: sel.HalvingGridSearchCV(dt, {"max_depth": [1, 2, 3]}, cv=2, random_state=0), "plain", TWO)
    c["threshold"] = (lambda: sel.FixedThresholdClassifier(lr, threshold=.3), "plain", TWO)
    c["threshold-tuned"] = (lambda: sel.TunedThresholdClassifierCV(lr, cv=3, thresholds=10), "plain", TWO)
    c["ovr-multilabel"] = (lambda: mcl.OneVsRestClassifier(lr), "plain", "pairs")
    c["ovr-multilabel-svc"] = (lambda: mcl.OneVsRestClassifier(svm.SVC()), "plain", "pairs")
    for loss in ("linear", "square", "exponential"):
        c[f"ada-r-{loss}"] = (lambda l=loss: ens.AdaBoostRegressor(n_estimators=7, loss=l, random_state=0), "plain", "number")
    c["bagging-r"] = (lambda: ens.BaggingRegressor(svm.SVR(), 4, max_samples=.5, bootstrap=False, random_state=0), "numbers", "number")
    c["voting-r"] = (lambda: ens.VotingRegressor(numbers, weights=[1, 2, 3]), "plain", "number")
    c["stacking-r"] = (lambda: ens.StackingRegressor(numbers, cv=3), "plain", "number")
    c["stacking-r-lin"] = (lambda: ens.StackingRegressor(numbers, final_estimator=lin.Lasso(), passthrough=True, cv=3), "numbers", "number")
    c["voting-drop"] = (lambda: ens.VotingClassifier(members + [("x", "drop")], voting="soft"), "plain", THREE)
    c["multi-c"] = (lambda: mou.MultiOutputClassifier(lr), "plain", "triples")
    c["multi-c-names"] = (lambda: mou.MultiOutputClassifier(ens.RandomForestClassifier(5, random_state=0)), "plain", "names")
    c["multi-r"] = (lambda: mou.MultiOutputRegressor(ens.GradientBoostingRegressor(n_estimators=5)), "plain", "numbers")
    for chain in ("predict", "predict_proba"):
        c[f"chain-{chain}"] = (lambda m=chain: mou.ClassifierChain(lr, order=[1, 0], chain_method=m), "plain", "pairs")
    c["chain"] = (lambda: mou.ClassifierChain(lr, order="random", random_state=3), "plain", "pairs")
    c["chain-cv"] = (lambda: mou.ClassifierChain(svm.LinearSVC(), cv=3), "plain", "pairs")
    c["chain-r"] = (lambda: mou.RegressorChain(lin.Ridge(), order=[1, 0]), "plain", "numbers")
    c["ttr-log"] = (lambda: com.TransformedTargetRegressor(lin.LinearRegression(), func=np.log1p, inverse_func=np.expm1), "plain", "positive")
    c["ttr-exp"] = (lambda: com.TransformedTargetRegressor(lin.Ridge(), func=np.log, inverse_func=np.exp), "plain", "positive")
    c["ttr-sqrt"] = (lambda: com.TransformedTargetRegressor(lin.Ridge(), func=np.sqrt, inverse_func=np.square), "plain", "positive")
    for name, t in {"quantile": pre.QuantileTransformer(n_quantiles=20, output_distribution="normal"), "power": pre.PowerTransformer(),
                    "std": pre.StandardScaler(), "minmax": pre.MinMaxScaler(), "robust": pre.RobustScaler(), "maxabs": pre.MaxAbsScaler()}.items():
        c[f"ttr-{name}"] = (lambda t=t: com.TransformedTargetRegressor(lin.LinearRegression(), transformer=t), "plain", "positive")
        c[f"ttr2-{name}"] = (lambda t=t: com.TransformedTargetRegressor(lin.LinearRegression(), transformer=t), "plain", "numbers")
    c["ttr-none"] = (lambda: com.TransformedTargetRegressor(), "plain", "numbers")
    return c


def kernels():
    c = {}
    for kernel in ("linear", "poly", "rbf", "sigmoid"):
        for made, t in ((svm.SVC, THREE), (svm.NuSVC, TWO), (svm.SVR, "number"), (svm.NuSVR, "number"), (svm.OneClassSVM, "")):
            c[f"{made.__name__}-{kernel}"] = (lambda m=made, k=kernel: m(kernel=k, coef0=.3, gamma=.2), "plain", t)
        c[f"svc-proba-{kernel}"] = (lambda k=kernel: svm.SVC(kernel=k, probability=True, random_state=0), "single", THREE)
    c["svc-ovo"] = (lambda: svm.SVC(decision_function_shape="ovo", gamma="auto", class_weight="balanced"), "plain", THREE)
    c["svc-break"] = (lambda: svm.SVC(break_ties=True), "plain", THREE)
    c["svc-two-proba"] = (lambda: svm.SVC(probability=True, random_state=0), "numbers", TWO)
    c["nusvc-proba"] = (lambda: svm.NuSVC(nu=.2, probability=True, random_state=0), "integers", THREE)
    c["svr-integers"] = (lambda: svm.SVR(C=10, epsilon=.01), "integers", "number")
    for kernel in ("linear", "rbf", "laplacian", "polynomial", "sigmoid", "cosine", "chi2", "additive_chi2"):
        data = "positive" if "chi2" in kernel else "plain"
        c[f"krr-{kernel}"] = (lambda k=kernel: krr.KernelRidge(kernel=k, alpha=.5), data, "numbers")
        c[f"nystroem-{kernel}"] = (lambda k=kernel: kap.Nystroem(kernel=k, n_components=7, random_state=0), data, "")
        c[f"kpca-{kernel}"] = (lambda k=kernel: dec.KernelPCA(3, kernel=k), data, "")
    c["kpca-gamma"] = (lambda: dec.KernelPCA(3, kernel="rbf", gamma=.7, fit_inverse_transform=True), "single", "")
    c["rbf"] = (lambda: kap.RBFSampler(gamma="scale", n_components=9, random_state=0), "single", "")
    c["skewed"] = (lambda: kap.SkewedChi2Sampler(skewedness=.5, n_components=9, random_state=0), "positive", "")
    for degree in (2, 3):
        c[f"sketch-{degree}"] = (lambda d=degree: kap.PolynomialCountSketch(degree=d, coef0=1, gamma=.5, n_components=8, random_state=0), "plain", "")
    kernels_ = {
        "rbf": ker.RBF(1.2), "ard": ker.RBF([1, 2, 3, 1, .5]), "sum": 1.5 * ker.RBF() + ker.WhiteKernel(.1),
        "matern05": ker.Matern(nu=.5), "matern15": ker.Matern(nu=1.5), "matern25": ker.Matern(nu=2.5), "materninf": ker.Matern(nu=np.inf),
        "matern": ker.Matern(nu=1.1), "rq": ker.RationalQuadratic(), "sine": ker.ExpSineSquared(), "dot": ker.DotProduct() ** 2,
        "constant": ker.ConstantKernel(2.) * ker.Matern() + ker.ConstantKernel(.3), "pairwise": ker.PairwiseKernel(metric="rbf"),
        "compound": ker.CompoundKernel([ker.RBF()])}
    for name, kernel in kernels_.items():
        c[f"gpr-{name}"] = (lambda k=kernel: gau.GaussianProcessRegressor(k, alpha=.1, optimizer=None, normalize_y=True), "plain", "number")
        c[f"gpc-{name}"] = (lambda k=kernel: gau.GaussianProcessClassifier(k, optimizer=None), "plain", THREE)
    c["gpr-fitted"] = (lambda: gau.GaussianProcessRegressor(1. * ker.RBF() + ker.WhiteKernel(), random_state=0), "single", "numbers")
    c["gpc-ovo"] = (lambda: gau.GaussianProcessClassifier(multi_class="one_vs_one"), "plain", THREE)
    return c


def neighbours():
    c = {}
    for metric in ("minkowski", "euclidean", "manhattan", "chebyshev", "cosine", "canberra", "braycurtis", "correlation",
                   "sqeuclidean", "hamming", "cityblock", "l1", "l2", "nan_euclidean", "haversine", "seuclidean", "mahalanobis",
                   "jaccard", "dice", "rogerstanimoto", "russellrao", "sokalmichener", "sokalsneath", "yule", "infinity", "p"):
        data = "booleans" if metric in ("jaccard", "dice", "rogerstanimoto", "russellrao", "sokalmichener", "sokalsneath", "yule") else "plain"
        c[f"knn-{metric}"] = (lambda m=metric: nei.KNeighborsClassifier(4, metric=m, weights="distance"), data, THREE)
        c[f"knnr-{metric}"] = (lambda m=metric: nei.KNeighborsRegressor(4, metric=m), data, "numbers")
    for algorithm in ("ball_tree", "kd_tree", "brute"):
        for data in ("plain", "single", "integers", "numbers"):
            c[f"knn-{algorithm}-{data}"] = (lambda a=algorithm: nei.KNeighborsClassifier(3, algorithm=a, p=1), data, TWO)
            c[f"knnr-{algorithm}-{data}"] = (lambda a=algorithm: nei.KNeighborsRegressor(3, algorithm=a, p=3, weights="distance"), data, "number")
    c["knn-multi"] = (lambda: nei.KNeighborsClassifier(), "plain", "triples")
    c["knn-names"] = (lambda: nei.KNeighborsClassifier(), "plain", "names")
    c["knn-nan"] = (lambda: nei.KNeighborsClassifier(metric="nan_euclidean"), "holes", THREE)
    c["knn-weighted"] = (lambda: nei.KNeighborsClassifier(metric="minkowski", metric_params=dict(w=np.array([1, 2, 3, 4, 5.]))), "plain", THREE)
    c["knn-maha"] = (lambda: nei.KNeighborsClassifier(metric="mahalanobis", metric_params=dict(VI=np.eye(5) * 2), algorithm="brute"), "plain", THREE)
    c["knn-seu"] = (lambda: nei.KNeighborsClassifier(metric="seuclidean", metric_params=dict(V=np.arange(1., 6)), algorithm="ball_tree"), "plain", THREE)
    c["radius"] = (lambda: nei.RadiusNeighborsClassifier(2.5, outlier_label="most_frequent", weights="distance"), "plain", THREE)
    c["radius-r"] = (lambda: nei.RadiusNeighborsRegressor(3.5), "plain", "numbers")
    for k in ("manhattan", "euclidean"):
        c[f"centroid-{k}"] = (lambda k=k: nei.NearestCentroid(metric=k), "plain", THREE)
    c["centroid-shrink"] = (lambda: nei.NearestCentroid(shrink_threshold=.2), "plain", THREE)
    c["centroid-priors"] = (lambda: nei.NearestCentroid(priors=[.2, .3, .5]), "plain", THREE)
    for data in ("plain", "single", "numbers"):
        c[f"lof-{data}"] = (lambda: nei.LocalOutlierFactor(8, novelty=True), data, "")
    c["lof-cosine"] = (lambda: nei.LocalOutlierFactor(8, novelty=True, metric="cosine", contamination=.1), "plain", "")
    c["lof-manhattan"] = (lambda: nei.LocalOutlierFactor(8, novelty=True, metric="manhattan"), "plain", "")
    c["nca"] = (lambda: nei.NeighborhoodComponentsAnalysis(2, random_state=0), "plain", THREE)
    c["nca-knn"] = (lambda: pip.make_pipeline(nei.NeighborhoodComponentsAnalysis(random_state=0), nei.KNeighborsClassifier()), "plain", THREE)
    for mode in ("distance", "connectivity"):
        c[f"kneighbors-{mode}"] = (lambda m=mode: nei.KNeighborsTransformer(mode=m, n_neighbors=3), "plain", "")
        c[f"radius-transformer-{mode}"] = (lambda m=mode: nei.RadiusNeighborsTransformer(mode=m, radius=2.), "plain", "")
    for kernel in ("gaussian", "tophat", "epanechnikov", "exponential", "linear", "cosine"):
        c[f"density-{kernel}"] = (lambda k=kernel: nei.KernelDensity(bandwidth=1.5, kernel=k), "plain", "")
    c["density-scott"] = (lambda: nei.KernelDensity(bandwidth="scott"), "plain", "")
    c["density-manhattan"] = (lambda: nei.KernelDensity(metric="manhattan"), "plain", "")
    for k in ("knn", "rbf"):
        c[f"propagation-{k}"] = (lambda k=k: sem.LabelPropagation(kernel=k, n_neighbors=5), "plain", "partial")
        c[f"spreading-{k}"] = (lambda k=k: sem.LabelSpreading(kernel=k, n_neighbors=5), "plain", "partial")
    c["isomap"] = (lambda: man.Isomap(n_neighbors=8, n_components=2), "plain", "")
    for method in ("standard", "modified", "hessian", "ltsa"):
        c[f"lle-{method}"] = (lambda m=method: man.LocallyLinearEmbedding(n_neighbors=10, n_components=2, method=m, random_state=0), "plain", "")
    return c


def bayes_networks_clusters():
    c = {}
    for name, made, data in (("multinomial", nby.MultinomialNB, "counts"), ("complement", nby.ComplementNB, "counts"),
                             ("bernoulli", nby.BernoulliNB, "booleans"), ("bernoulli", nby.BernoulliNB, "plain"),
                             ("categorical", nby.CategoricalNB, "categories"), ("multinomial", nby.MultinomialNB, "whole"),
                             ("gaussian", nby.GaussianNB, "single"), ("gaussian", nby.GaussianNB, "integers"), ("complement", nby.ComplementNB, "whole")):
        for t in (TWO, THREE):
            c[f"nb-{name}-{data}-{t}"] = (made, data, t)
    c["nb-complement-norm"] = (lambda: nby.ComplementNB(norm=True, alpha=.1), "counts", TWO)
    c["nb-bernoulli-none"] = (lambda: nby.BernoulliNB(binarize=None, alpha=.5, fit_prior=False), "booleans", TWO)
    c["nb-categorical-min"] = (lambda: nby.CategoricalNB(min_categories=8), "categories", TWO)
    c["nb-gaussian-priors"] = (lambda: nby.GaussianNB(priors=[.3, .7], var_smoothing=.01), "plain", TWO)
    for activation in ("identity", "logistic", "tanh", "relu"):
        for data in ("plain", "single"):
            c[f"mlp-{activation}-{data}"] = (lambda a=activation: neu.MLPClassifier((6, 4), activation=a, max_iter=50, random_state=0), data, THREE)
            c[f"mlpr-{activation}-{data}"] = (lambda a=activation: neu.MLPRegressor((6,), activation=a, max_iter=50, random_state=0), data, "numbers")
    c["mlp-multilabel"] = (lambda: neu.MLPClassifier((6,), max_iter=50, random_state=0), "plain", "pairs")
    c["mlp-lbfgs"] = (lambda: neu.MLPClassifier((6,), solver="lbfgs", random_state=0), "integers", TWO)
    c["mlpr-poisson"] = (lambda: neu.MLPRegressor((6,), loss="poisson", max_iter=50, random_state=0), "plain", "positive")
    c["rbm"] = (lambda: neu.BernoulliRBM(4, n_iter=3, random_state=0), "unit", "")
    c["rbm-single"] = (lambda: pip.make_pipeline(pre.MinMaxScaler(), neu.BernoulliRBM(4, n_iter=3, random_state=0), lin.LogisticRegression()), "single", TWO)
    for data in ("plain", "single", "integers", "numbers", "sparse"):
        c[f"kmeans-{data}"] = (lambda: clu.KMeans(4, n_init=2, random_state=0), data, "")
        c[f"minikmeans-{data}"] = (lambda: clu.MiniBatchKMeans(4, n_init=2, random_state=0), data, "")
        c[f"bisect-{data}"] = (lambda: clu.BisectingKMeans(5, random_state=0), data, "")
        c[f"birch-{data}"] = (lambda: clu.Birch(n_clusters=3, threshold=.8), data, "")
        c[f"meanshift-{data}"] = (lambda: clu.MeanShift(bandwidth=2.5), data, "")
        c[f"affinity-{data}"] = (lambda: clu.AffinityPropagation(random_state=0), data, "")
    c["kmeans-elkan"] = (lambda: clu.KMeans(4, algorithm="elkan", n_init=1, init="random", random_state=0), "plain", "")
    c["bisect-largest"] = (lambda: clu.BisectingKMeans(5, bisecting_strategy="largest_cluster", random_state=0), "plain", "")
    c["birch-none"] = (lambda: clu.Birch(n_clusters=None, threshold=1.2), "plain", "")
    c["birch-agglo"] = (lambda: clu.Birch(n_clusters=clu.AgglomerativeClustering(2)), "plain", "")
    for pooling in (np.mean, np.max, np.min, np.median, np.sum):
        c[f"agglo-{pooling.__name__}"] = (lambda p=pooling: clu.FeatureAgglomeration(2, pooling_func=p), "plain", "")
    for kind in ("full", "tied", "diag", "spherical"):
        for data in ("plain", "single"):
            c[f"gmm-{kind}-{data}"] = (lambda k=kind: mix.GaussianMixture(3, covariance_type=k, random_state=0), data, "")
            c[f"bgmm-{kind}-{data}"] = (lambda k=kind: mix.BayesianGaussianMixture(n_components=3, covariance_type=k, random_state=0), data, "")
    c["bgmm-distribution"] = (lambda: mix.BayesianGaussianMixture(n_components=3, weight_concentration_prior_type="dirichlet_distribution", random_state=0), "plain", "")
    for solver in ("svd", "lsqr", "eigen"):
        for t in (TWO, THREE):
            c[f"lda-{solver}-{t}"] = (lambda s=solver: dis.LinearDiscriminantAnalysis(solver=s), "plain", t)
    c["lda-shrink"] = (lambda: dis.LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"), "single", THREE)
    c["lda-one"] = (lambda: dis.LinearDiscriminantAnalysis(n_components=1, priors=[.2, .3, .5]), "plain", THREE)
    c["qda-reg"] = (lambda: dis.QuadraticDiscriminantAnalysis(reg_param=.2, priors=[.2, .3, .5]), "plain", THREE)
    c["qda-eigen"] = (lambda: dis.QuadraticDiscriminantAnalysis(solver="eigen", shrinkage=.2), "plain", THREE)
    c["qda-two"] = (lambda: dis.QuadraticDiscriminantAnalysis(store_covariance=True), "single", TWO)
    c["envelope"] = (lambda: cov.EllipticEnvelope(contamination=.05, random_state=0), "single", "")
    c["sgd-oneclass"] = (lambda: lin.SGDOneClassSVM(nu=.3, random_state=0), "plain", "")
    for strategy in ("most_frequent", "prior", "constant"):
        c[f"dummy-{strategy}"] = (lambda s=strategy: dum.DummyClassifier(strategy=s, constant="ash" if s == "constant" else None), "plain", THREE)
    for strategy in ("mean", "median", "quantile", "constant"):
        c[f"dummyr-{strategy}"] = (lambda s=strategy: dum.DummyRegressor(strategy=s, quantile=.3, constant=1.5), "plain", "number")
    c["dummy-multi"] = (lambda: dum.DummyClassifier(strategy="most_frequent"), "plain", "triples")
    for bounds in ("clip", "nan"):
        c[f"isotonic-{bounds}"] = (lambda b=bounds: iso.IsotonicRegression(out_of_bounds=b), "vector", "number")
        c[f"isotonic2-{bounds}"] = (lambda b=bounds: iso.IsotonicRegression(out_of_bounds=b, increasing=False, y_min=-1), "column", "number")
    for made in (cro.PLSRegression, cro.PLSCanonical, cro.CCA, cro.PLSSVD):
        c[f"pls-{made.__name__}"] = (lambda m=made: m(n_components=2), "plain", "numbers")
        c[f"pls-{made.__name__}-noscale"] = (lambda m=made: m(n_components=1, scale=False), "single", "numbers")
    c["pls-vector"] = (lambda: cro.PLSRegression(n_components=3), "numbers", "number")
    return c


def transformers():
    c = {}
    plain = {
        "std": pre.StandardScaler(), "std-nomean": pre.StandardScaler(with_mean=False), "std-nostd": pre.StandardScaler(with_std=False),
        "minmax": pre.MinMaxScaler((-1, 2)), "minmax-clip": pre.MinMaxScaler(clip=True), "maxabs": pre.MaxAbsScaler(),
        "robust": pre.RobustScaler(), "robust-q": pre.RobustScaler(quantile_range=(10, 80), with_centering=False, unit_variance=True),
        "norm-l1": pre.Normalizer("l1"), "norm-l2": pre.Normalizer(), "norm-max": pre.Normalizer("max"), "binarizer": pre.Binarizer(threshold=.3),
        "power": pre.PowerTransformer(), "power-raw": pre.PowerTransformer(standardize=False), "quantile": pre.QuantileTransformer(n_quantiles=30),
        "quantile-normal": pre.QuantileTransformer(n_quantiles=30, output_distribution="normal"),
        "poly": pre.PolynomialFeatures(2), "poly3": pre.PolynomialFeatures((2, 3), include_bias=False),
        "poly-interaction": pre.PolynomialFeatures(3, interaction_only=True), "poly-f": pre.PolynomialFeatures(2, order="F"),
        "identity": pre.FunctionTransformer()}
    for strategy in ("uniform", "quantile", "kmeans"):
        for encode in ("onehot", "onehot-dense", "ordinal"):
            plain[f"kbins-{strategy}-{encode}"] = pre.KBinsDiscretizer(4, strategy=strategy, encode=encode)
    for extrapolation in ("constant", "linear", "continue", "periodic", "error"):
        plain[f"spline-{extrapolation}"] = pre.SplineTransformer(n_knots=4, degree=2, extrapolation=extrapolation)
        plain[f"spline-q-{extrapolation}"] = pre.SplineTransformer(n_knots=5, knots="quantile", include_bias=False, extrapolation=extrapolation)
    for function in ("log1p", "exp", "sqrt", "square", "abs", "sin", "cos", "tan", "tanh", "log", "log2", "log10", "expm1", "cbrt", "sign",
                     "negative", "reciprocal", "floor", "ceil", "rint", "nan_to_num", "isnan", "arcsinh", "arctan", "exp2", "deg2rad",
                     "rad2deg", "trunc", "fabs", "positive", "isfinite", "sinh", "cosh", "float_power", "conjugate"):
        plain[f"function-{function}"] = pre.FunctionTransformer(getattr(np, function))
    plain["function-validate"] = pre.FunctionTransformer(np.log1p, validate=True, inverse_func=np.expm1)
    plain["function-kw"] = pre.FunctionTransformer(np.clip, kw_args=dict(a_min=-.5, a_max=.5))
    plain["function-round"] = pre.FunctionTransformer(np.round, kw_args=dict(decimals=1))
    for name, transformer in plain.items():
        for data in ("plain", "single", "integers", "numbers", "positive", "holes", "booleans"):
            c[f"{name}-{data}"] = (lambda t=transformer: t, data, "")
    c["boxcox"] = (lambda: pre.PowerTransformer("box-cox"), "positive", "")
    for strategy in ("mean", "median", "most_frequent", "constant"):
        for data in ("holes", "holes32", "plain"):
            c[f"imputer-{strategy}-{data}"] = (lambda s=strategy: imp.SimpleImputer(strategy=s), data, "")
            c[f"imputer-ind-{strategy}-{data}"] = (lambda s=strategy: imp.SimpleImputer(strategy=s, add_indicator=True, fill_value=7 if s == "constant" else None), data, "")
    c["imputer-whole"] = (lambda: imp.SimpleImputer(missing_values=0, strategy="median"), "whole", "")
    c["imputer-minus"] = (lambda: imp.SimpleImputer(missing_values=-1, strategy="most_frequent"), "codes", "")
    for strategy in ("most_frequent", "constant"):
        c[f"imputer-strings-{strategy}"] = (lambda s=strategy: imp.SimpleImputer(missing_values="a", strategy=s), "strings", "")
    for weights in ("uniform", "distance"):
        c[f"knn-imputer-{weights}"] = (lambda w=weights: imp.KNNImputer(n_neighbors=3, weights=w), "holes", "")
    c["knn-imputer-ind"] = (lambda: imp.KNNImputer(add_indicator=True), "holes32", "")
    for order in ("ascending", "roman", "arabic", "random"):
        c[f"iterative-{order}"] = (lambda o=order: imp.IterativeImputer(imputation_order=o, max_iter=4, random_state=0), "holes", "")
    c["iterative-tree"] = (lambda: imp.IterativeImputer(tree.DecisionTreeRegressor(max_depth=3, random_state=0), max_iter=3, initial_strategy="median", add_indicator=True), "holes", "")
    c["iterative-nearest"] = (lambda: imp.IterativeImputer(lin.Ridge(), n_nearest_features=2, max_iter=3, min_value=-2, max_value=2, random_state=0), "holes", "")
    for features in ("missing-only", "all"):
        c[f"indicator-{features}"] = (lambda f=features: imp.MissingIndicator(features=f, error_on_new=False), "holes", "")
    c["variance"] = (lambda: fsel.VarianceThreshold(.9), "plain", "")
    for data in ("plain", "single", "numbers", "integers"):
        c[f"kbest-{data}"] = (lambda: fsel.SelectKBest(k=2), data, THREE)
        c[f"percentile-{data}"] = (lambda: fsel.SelectPercentile(fsel.mutual_info_classif, percentile=50), data, THREE)
        c[f"from-model-{data}"] = (lambda: fsel.SelectFromModel(lin.Lasso(alpha=.05)), data, "number")
        c[f"rfe-{data}"] = (lambda: fsel.RFE(lin.LogisticRegression(), n_features_to_select=2), data, TWO)
        c[f"rfecv-{data}"] = (lambda: fsel.RFECV(tree.DecisionTreeClassifier(random_state=0), cv=3), data, TWO)
        c[f"sequential-{data}"] = (lambda: fsel.SequentialFeatureSelector(lin.Ridge(), n_features_to_select=2, cv=2), data, "number")
        c[f"pca-{data}"] = (lambda: dec.PCA(3), data, "")
        c[f"pca-whiten-{data}"] = (lambda: dec.PCA(.9, whiten=True, svd_solver="full"), data, "")
        c[f"svd-{data}"] = (lambda: dec.TruncatedSVD(2, random_state=0), data, "")
        c[f"ica-{data}"] = (lambda: dec.FastICA(3, random_state=0), data, "")
        c[f"factor-{data}"] = (lambda: dec.FactorAnalysis(2), data, "")
        c[f"ipca-{data}"] = (lambda: dec.IncrementalPCA(2, batch_size=50), data, "")
        c[f"projection-{data}"] = (lambda: rap.GaussianRandomProjection(3, random_state=0), data, "")
        c[f"projection-sparse-{data}"] = (lambda: rap.SparseRandomProjection(3, random_state=0, dense_output=True), data, "")
        c[f"sparse-pca-{data}"] = (lambda: dec.SparsePCA(2, alpha=.2, random_state=0), data, "")
        c[f"minisparse-pca-{data}"] = (lambda: dec.MiniBatchSparsePCA(2, alpha=.2, random_state=0), data, "")
        for algorithm in ("omp", "lasso_lars", "lasso_cd", "lars", "threshold"):
            c[f"dict-{algorithm}-{data}"] = (lambda a=algorithm: dec.DictionaryLearning(4, transform_algorithm=a, max_iter=5, random_state=0, transform_alpha=.2 if a not in ("omp", "lars") else None), data, "")
            c[f"minidict-{algorithm}-{data}"] = (lambda a=algorithm: dec.MiniBatchDictionaryLearning(4, transform_algorithm=a, random_state=0, split_sign=True), data, "")
        c[f"sparse-coder-{data}"] = (lambda: dec.SparseCoder(np.eye(5), transform_algorithm="omp", transform_n_nonzero_coefs=2), data, "")
    for fun in ("logcosh", "exp", "cube"):
        for whiten in ("arbitrary-variance", "unit-variance", False):
            c[f"ica-{fun}-{whiten}"] = (lambda f=fun, w=whiten: dec.FastICA(3 if w else None, fun=f, whiten=w, random_state=0), "plain", "")
    for loss in ("frobenius", "kullback-leibler", "itakura-saito"):
        c[f"nmf-{loss}"] = (lambda l=loss: dec.NMF(3, beta_loss=l, solver="cd" if l == "frobenius" else "mu", max_iter=60, random_state=0), "positive", "")
        c[f"mininmf-{loss}"] = (lambda l=loss: dec.MiniBatchNMF(3, beta_loss=l, max_iter=30, random_state=0), "positive", "")
    c["nmf-alpha"] = (lambda: dec.NMF(2, init="nndsvd", alpha_W=.01, l1_ratio=.5, max_iter=80), "counts", "")
    for method in ("batch", "online"):
        c[f"topics-{method}"] = (lambda m=method: dec.LatentDirichletAllocation(3, learning_method=m, max_iter=4, random_state=0), "counts", "")
    c["chi2-sampler"] = (lambda: kap.AdditiveChi2Sampler(sample_steps=2), "positive", "")
    c["generic"] = (lambda: fsel.GenericUnivariateSelect(fsel.f_regression, mode="k_best", param=2), "plain", "number")
    for made in (fsel.SelectFpr, fsel.SelectFdr, fsel.SelectFwe):
        c[made.__name__] = (lambda m=made: m(fsel.chi2, alpha=.9), "counts", THREE)
    c["from-model-max"] = (lambda: fsel.SelectFromModel(ens.ExtraTreesClassifier(5, random_state=0), max_features=2, threshold=-np.inf), "plain", TWO)
    c["from-model-median"] = (lambda: fsel.SelectFromModel(ens.RandomForestClassifier(5, random_state=0), threshold="1.25*mean"), "plain", THREE)
    return c


def encoders():
    c = {}
    onehot = {"plain": {}, "dense": dict(sparse_output=False), "dense-old": dict(sparse=False), "ignore": dict(handle_unknown="ignore"),
              "drop-first": dict(drop="first"), "drop-binary": dict(drop="if_binary", handle_unknown="ignore"),
              "infrequent": dict(min_frequency=20, handle_unknown="infrequent_if_exist"), "max": dict(max_categories=3, handle_unknown="infrequent_if_exist"),
              "fraction": dict(min_frequency=.2, handle_unknown="ignore"), "single": dict(dtype=np.float32, handle_unknown="ignore"),
              "integer": dict(dtype=np.int32, handle_unknown="ignore"), "warn": dict(handle_unknown="warn"),
              "drop-infrequent": dict(min_frequency=20, drop="first", handle_unknown="ignore")}
    ordinal = {"plain": {}, "unknown": dict(handle_unknown="use_encoded_value", unknown_value=-1),
               "nan": dict(handle_unknown="use_encoded_value", unknown_value=np.nan), "integer": dict(dtype=np.int64, handle_unknown="use_encoded_value", unknown_value=-1),
               "infrequent": dict(min_frequency=20, handle_unknown="use_encoded_value", unknown_value=-2), "missing": dict(encoded_missing_value=-9, handle_unknown="use_encoded_value", unknown_value=-1),
               "max": dict(max_categories=3, handle_unknown="use_encoded_value", unknown_value=99)}
    for data in ("strings", "categories", "codes", "hollow", "booleans", "whole"):
        for label, kwargs in onehot.items():
            c[f"onehot-{label}-{data}"] = (lambda k=kwargs: pre.OneHotEncoder(**k), data, "")
        for label, kwargs in ordinal.items():
            c[f"ordinal-{label}-{data}"] = (lambda k=kwargs: pre.OrdinalEncoder(**k), data, "")
    for t in (TWO, THREE, "number"):
        c[f"target-{t}"] = (lambda: pre.TargetEncoder(random_state=0), "strings", t)
        c[f"target-smooth-{t}"] = (lambda: pre.TargetEncoder(smooth=5., random_state=0), "categories", t)
    rest = pre.OneHotEncoder(handle_unknown="ignore")
    num = pip.make_pipeline(imp.SimpleImputer(strategy="median"), pre.StandardScaler())
    base = [("num", num, ["size", "age"]), ("cat", rest, ["city", "kind"])]
    preps = {
        "ct": lambda: com.ColumnTransformer(base),
        "ct-pass": lambda: com.ColumnTransformer(base, remainder="passthrough"),
        "ct-scaler": lambda: com.ColumnTransformer(base, remainder=pre.MinMaxScaler()),
        "ct-weights": lambda: com.ColumnTransformer(base, transformer_weights={"num": .5}),
        "ct-dtype": lambda: com.ColumnTransformer([("n", num, com.make_column_selector(dtype_include=np.number)), ("c", rest, com.make_column_selector(dtype_include=[object]))]),
        "ct-pattern": lambda: com.ColumnTransformer([("n", num, com.make_column_selector(pattern="^(size|age)$")), ("c", rest, ["city"])]),
        "ct-index": lambda: com.ColumnTransformer([("n", num, [0, 2]), ("c", rest, [1, 3]), ("p", "passthrough", [4])]),
        "ct-negative": lambda: com.ColumnTransformer([("n", num, [0, 2]), ("s", "passthrough", [-1])]),
        "ct-slice": lambda: com.ColumnTransformer([("c", rest, slice(1, 2)), ("n", num, slice("size", "size"))]),
        "ct-mask": lambda: com.ColumnTransformer([("n", num, [True, False, True, False, False, True])]),
        "ct-drop": lambda: com.ColumnTransformer(base + [("d", "drop", ["flag"])], remainder="passthrough"),
        "ct-dense": lambda: com.ColumnTransformer(base, sparse_threshold=0),
        "ct-names": lambda: com.ColumnTransformer(base, verbose_feature_names_out=False),
        "ct-pandas": lambda: com.ColumnTransformer([("num", num, ["size", "age"]), ("o", pre.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), ["city", "kind"])], remainder="passthrough").set_output(transform="pandas"),
        "ct-ordinal": lambda: com.ColumnTransformer([("o", pre.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), ["city", "kind"])], remainder="passthrough"),
        "ct-union": lambda: com.ColumnTransformer([("u", pip.make_union(num, pip.make_pipeline(imp.SimpleImputer(), pre.PolynomialFeatures(2))), ["size", "age", "score"])]),
        "ct-nested": lambda: com.ColumnTransformer([("in", com.ColumnTransformer([("a", num, ["size"])], remainder="passthrough"), ["size", "age"]), ("c", rest, ["city"])]),
        "ct-impute-text": lambda: com.ColumnTransformer([("c", pip.make_pipeline(imp.SimpleImputer(strategy="most_frequent"), rest), ["city", "kind"]), ("n", imp.KNNImputer(), ["size", "age", "score"])]),
        "ct-function": lambda: com.ColumnTransformer([("f", pre.FunctionTransformer(np.log1p), ["age", "score"]), ("b", pre.KBinsDiscretizer(3), ["score"])]),
        "ct-bool": lambda: com.ColumnTransformer([("o", rest, ["flag", "kind"]), ("n", num, ["size"])]),
        "ct-target": lambda: com.ColumnTransformer([("t", pre.TargetEncoder(random_state=0), ["city", "kind"]), ("n", num, ["size"])]),
    }
    for label, made in preps.items():
        c[label] = (made, "table", TWO)
        c[f"{label}-lr"] = (lambda m=made: pip.make_pipeline(m(), imp.SimpleImputer(), lin.LogisticRegression(max_iter=200)), "table", TWO)
        c[f"{label}-rf"] = (lambda m=made: pip.make_pipeline(m(), imp.SimpleImputer(), ens.RandomForestRegressor(6, random_state=0)), "table", "number")
    c["ct-make"] = (lambda: com.make_column_transformer((pre.StandardScaler(), [0, 1]), (pre.OneHotEncoder(), [2]), remainder="drop"), "categories", "")
    c["ct-array"] = (lambda: pip.make_pipeline(com.ColumnTransformer([("s", pre.StandardScaler(), [0, 1]), ("k", "passthrough", slice(2, 4))]), svm.SVC()), "plain", THREE)
    c["hgc-frame"] = (lambda: ens.HistGradientBoostingClassifier(max_iter=8, min_samples_leaf=5, categorical_features=["c d"], max_bins=200), "numbers", TWO)
    c["hgc-ordinal"] = (lambda: pip.make_pipeline(com.make_column_transformer((pre.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan), ["city", "kind"]), remainder="passthrough"),
                        ens.HistGradientBoostingClassifier(max_iter=8, min_samples_leaf=5, categorical_features=[0, 1])), "table", THREE)
    c["union"] = (lambda: pip.FeatureUnion([("p", dec.PCA(2)), ("s", fsel.SelectKBest(k=2)), ("d", "drop"), ("t", "passthrough")], transformer_weights={"p": 3}), "plain", TWO)
    c["pipe-pass"] = (lambda: pip.Pipeline([("s", pre.StandardScaler()), ("n", "passthrough"), ("m", lin.Ridge())]), "plain", "number")
    c["pipe-transform"] = (lambda: pip.make_pipeline(pre.StandardScaler(), dec.PCA(2)), "numbers", "")
    c["pipe-kmeans"] = (lambda: pip.make_pipeline(pre.StandardScaler(), clu.KMeans(3, n_init=1, random_state=0)), "numbers", "")
    c["pipe-iforest"] = (lambda: pip.make_pipeline(pre.RobustScaler(), ens.IsolationForest(n_estimators=10, random_state=0)), "numbers", "")
    c["pipe-pandas"] = (lambda: pip.make_pipeline(pre.StandardScaler(), pre.PolynomialFeatures(2, include_bias=False), lin.Lasso(.01)).set_output(transform="pandas"), "numbers", "number")
    c["std-pandas"] = (lambda: pre.StandardScaler().set_output(transform="pandas"), "numbers", "")
    c["pca-pandas"] = (lambda: dec.PCA(2).set_output(transform="pandas"), "plain", "")
    c["onehot-pandas"] = (lambda: pre.OneHotEncoder(sparse_output=False, handle_unknown="ignore").set_output(transform="pandas"), "strings", "")
    c["pipe-memory"] = (lambda: pip.Pipeline([("s", pre.StandardScaler()), ("m", lin.LogisticRegression())], memory=None, verbose=False), "single", TWO)
    return c


def text():
    c = {}
    options = {
        "plain": {}, "ngram": dict(ngram_range=(1, 3)), "char": dict(analyzer="char", ngram_range=(2, 3)), "wb": dict(analyzer="char_wb", ngram_range=(2, 4)),
        "binary": dict(binary=True), "english": dict(stop_words="english"), "stop": dict(stop_words=["the", "a"]), "case": dict(lowercase=False),
        "token": dict(token_pattern=r"[A-Za-z]+"), "group": dict(token_pattern=r"(\w)\w+"), "ascii": dict(strip_accents="ascii"), "unicode": dict(strip_accents="unicode"),
        "df": dict(min_df=2, max_df=.8), "max": dict(max_features=12), "vocabulary": dict(vocabulary=["cat", "dog", "red"]),
        "hash": dict(token_pattern=r"(?u)#\w+|@\w+|\b\w+\b"), "uni": dict(token_pattern=r"(?u)\b\w+\b")}
    for label, kwargs in options.items():
        c[f"count-{label}"] = (lambda k=kwargs: txt.CountVectorizer(**k), "text", "")
        c[f"tfidf-{label}"] = (lambda k=kwargs: txt.TfidfVectorizer(**k), "text", "")
        if not {"min_df", "max_features", "vocabulary"} & set(kwargs):
            c[f"hashing-{label}"] = (lambda k=kwargs: txt.HashingVectorizer(n_features=32, **k), "text", "")
    for label, kwargs in {"sublinear": dict(sublinear_tf=True), "l1": dict(norm="l1"), "raw": dict(norm=None), "noidf": dict(use_idf=False),
                          "unsmooth": dict(smooth_idf=False), "single": dict(dtype=np.float32)}.items():
        c[f"tfidf-{label}"] = (lambda k=kwargs: txt.TfidfVectorizer(**k), "text", "")
        c[f"transformer-{label}"] = (lambda k=kwargs: txt.TfidfTransformer(**k), "counts", "")
    c["count-integer"] = (lambda: txt.CountVectorizer(dtype=np.int32), "text", "")
    for label, kwargs in {"l1": dict(norm="l1"), "raw": dict(norm=None, alternate_sign=False), "single": dict(dtype=np.float32)}.items():
        c[f"hashing-{label}"] = (lambda k=kwargs: txt.HashingVectorizer(n_features=16, **k), "text", "")
    models = {"nb": nby.MultinomialNB, "complement": nby.ComplementNB, "lr": lin.LogisticRegression, "svc": svm.LinearSVC, "sgd": lin.SGDClassifier, "ridge": lin.RidgeClassifier,
              "rf": lambda: ens.RandomForestClassifier(6, random_state=0), "knn": nei.KNeighborsClassifier, "svm": svm.SVC, "tree": tree.DecisionTreeClassifier,
              "lsa": lambda: pip.make_pipeline(dec.TruncatedSVD(3, random_state=0), pre.Normalizer(), lin.LogisticRegression()),
              "best": lambda: pip.make_pipeline(fsel.SelectKBest(fsel.chi2, k=5), nby.BernoulliNB()), "nmf": lambda: pip.make_pipeline(dec.NMF(2, random_state=0, max_iter=50)),
              "topics": lambda: dec.LatentDirichletAllocation(2, random_state=0, max_iter=3), "kmeans": lambda: clu.KMeans(3, n_init=1, random_state=0),
              "maxabs": lambda: pip.make_pipeline(pre.MaxAbsScaler(), lin.Perceptron()), "cal": lambda: cal.CalibratedClassifierCV(svm.LinearSVC(), cv=3),
              "gb": lambda: ens.GradientBoostingClassifier(n_estimators=4, random_state=0), "ada": lambda: ens.AdaBoostClassifier(n_estimators=4, random_state=0),
              "mlp": lambda: neu.MLPClassifier((4,), max_iter=20, random_state=0), "reg": lin.Ridge, "svr": svm.SVR, "gbr": lambda: ens.GradientBoostingRegressor(n_estimators=4)}
    for name, made in models.items():
        t = "number" if name in ("reg", "svr", "gbr") else THREE
        c[f"text-{name}"] = (lambda m=made: pip.make_pipeline(txt.TfidfVectorizer(), m()), "text", t)
        c[f"text-count-{name}"] = (lambda m=made: pip.make_pipeline(txt.CountVectorizer(), txt.TfidfTransformer(), m()), "text", t)
    c["text-union"] = (lambda: pip.make_pipeline(pip.make_union(txt.TfidfVectorizer(), txt.CountVectorizer(analyzer="char")), lin.LogisticRegression()), "text", TWO)
    c["text-column"] = (lambda: pip.make_pipeline(com.ColumnTransformer([("t", txt.TfidfVectorizer(), "text"), ("n", pre.StandardScaler(), ["size"])]), lin.LogisticRegression()), "words", TWO)
    return c


def all_cases():
    cases = {}
    for part in (linear, trees, ensembles, kernels, neighbours, bayes_networks_clusters, transformers, encoders, text, every_estimator):
        cases.update(part())
    return cases
