"""Makes src/test/resources/fixtures/posterior: imputers that draw, and how what they draw is distributed.

    python make_posterior.py ../resources/fixtures/posterior

The committed files were made with scikit-learn 1.5.2 and 1.9.1.
"""

import json
import pathlib
import sys

import joblib
import numpy as np
import sklearn
from scipy import stats
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel
from sklearn.impute import IterativeImputer
from sklearn.linear_model import ARDRegression

FOLDER = pathlib.Path(sys.argv[1])
RANDOM = np.random.RandomState(6)
ROWS = RANDOM.normal(size=(90, 3)) + [3, 0, -2]
ROWS[:, 1] = ROWS[:, 0] * 0.7 + ROWS[:, 2] * 0.2 + RANDOM.normal(size=90) * 0.6
HOLES = np.where(RANDOM.uniform(size=ROWS.shape) < 0.2, np.nan, ROWS)
ASK = [[3.4, None, -1.5], [9.0, None, -7.5]]
REGRESSORS = {
    "ard": ARDRegression(threshold_lambda=5),
    "process": GaussianProcessRegressor(1.5 * RBF(2.0) + WhiteKernel(0.2), optimizer=None, normalize_y=True),
}
BOUNDS = {"free": (-np.inf, np.inf), "wide": (-1, 4), "narrow": (1.6, 2.2)}


def expected(imputer):
    """The mean and the deviation of what is drawn for the second feature of each row."""
    last = [step for step in imputer.imputation_sequence_ if step.feat_idx == 1][-1]
    seen = np.array([[row[i] for i in last.neighbor_feat_idx] for row in ASK])
    told = []
    for mean, deviation in zip(*last.estimator.predict(seen, return_std=True)):
        least, most = imputer._min_value[1], imputer._max_value[1]
        if mean < least or mean > most:
            told.append([float(np.clip(mean, least, most)), 0.0])
            continue
        drawn = stats.truncnorm((least - mean) / deviation, (most - mean) / deviation, loc=mean, scale=deviation)
        told.append([float(drawn.mean()), float(drawn.std())])
    return told


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (least, most) in BOUNDS.items():
        imputer = IterativeImputer(sample_posterior=True, max_iter=3, min_value=least, max_value=most, random_state=1).fit(HOLES)
        save(name, imputer)
    for name, regressor in REGRESSORS.items():
        imputer = IterativeImputer(regressor, sample_posterior=True, max_iter=2, random_state=1).fit(HOLES)
        save(name, imputer)


def save(name, imputer):
    file = f"{name}-{sklearn.__version__}"
    joblib.dump(imputer, FOLDER / f"{file}.joblib", compress=3)
    (FOLDER / f"{file}.json").write_text(json.dumps({"rows": ASK, "drawn": expected(imputer)}) + "\n")


main()
