"""Writes small Spark models of every kind, with what Spark itself answers for a few rows.

    python write_models.py OUT.zip [NAME...]

Environment: ROWS, how many rows are asked for (12); PARQUET_CODEC, how the data is packed (snappy).
Needs pyspark, numpy and a Java that Spark runs on. The zip holds, for each model, the folder that
Spark wrote (`<name>/model/...`) and `<name>/case.json`: the inputs as tensors and the columns that
`transform` gave for them.
"""

import inspect
import json
import math
import os
import shutil
import sys
import tempfile
import zipfile

import numpy as np
from pyspark.ml import Pipeline
from pyspark.ml import classification as c
from pyspark.ml import clustering as k
from pyspark.ml import evaluation as e
from pyspark.ml import feature as f
from pyspark.ml import recommendation as rec
from pyspark.ml import regression as r
from pyspark.ml import tuning as t
from pyspark.ml.linalg import DenseVector, SparseVector, Vectors, VectorUDT
from pyspark.sql import SparkSession
from pyspark.sql import types as T

# First of all: a stage cannot even be described without it.
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
SPARK = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.shuffle.partitions", "1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.sql.parquet.compression.codec", os.environ.get("PARQUET_CODEC", "snappy"))
    .getOrCreate()
)
SPARK.sparkContext.setLogLevel("ERROR")


class Missing:
    """Stands for an estimator that this version of Spark does not have; says so when it is fitted."""

    def __init__(self, name):
        self.name = name

    def fit(self, frame):
        raise NotImplementedError(f"{self.name} is not in Spark {SPARK.version}")

    def __getattr__(self, name):
        return lambda *arguments: self


# What fits was called otherwise in Spark 2.3 and 2.4.
OLDER_NAMES = {"OneHotEncoder": "OneHotEncoderEstimator"}


class AnyVersion:
    """A module of pyspark.ml; options that this version's classes do not have are left out."""

    def __init__(self, module):
        self.module = module

    def __getattr__(self, name):
        known = getattr(self.module, OLDER_NAMES.get(name, name), None) or getattr(self.module, name, None)
        if known is None:
            return lambda **options: Missing(name)
        accepted = inspect.signature(known.__init__).parameters
        return lambda **options: known(**{key: options[key] for key in options if key in accepted})


c, f, k, r = AnyVersion(c), AnyVersion(f), AnyVersion(k), AnyVersion(r)
# How many rows are asked for; more than the models are fitted to are new ones.
ROWS = int(os.environ.get("ROWS", "12"))
CASES = {}


def case(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


class Data:
    """The rows that all models are fitted to."""

    def __init__(self, spark, n=90, seed=7):
        self.spark = spark
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(n, 4)).round(3)
        self.x = x
        colours = ["red", "green", "blue", "grün", "dark blue", "red"]
        texts = [
            "The quick brown fox jumps over the lazy dog",
            "Spark writes a model as a folder",
            "a Model in a folder, served; served again!",
            "Größe über alles: naïve café",
            "one",
            "",
            "to be or not to be that is the question",
        ]
        rows = []
        for i in range(n):
            v = x[i]
            s = v[0] - 0.5 * v[1] + 0.25 * v[2]
            rows.append(
                (
                    Vectors.dense(v.tolist()),
                    Vectors.dense(np.abs(v).round(2).tolist()),
                    Vectors.dense([float(q > 0) for q in v]),
                    Vectors.sparse(6, {i % 6: 1.5, (i * 5 + 1) % 6: float(i % 3)}),
                    Vectors.dense([float(i % 3), float(v[1]), float((i * 7) % 5), float(v[3])]),
                    float(s > 0),
                    float(int(s > -0.4) + int(s > 0.5)),
                    float(2.5 * s + 0.1 * rng.normal()),
                    float(round(abs(s) * 3) + 1),
                    float(math.exp(0.3 * s)),
                    float(i % 2),
                    float(v[0]),
                    float(v[1]) if i % 5 else float("nan"),
                    int(i % 4),
                    int(i % 3) + 10**10,
                    bool(i % 2),
                    colours[i % len(colours)],
                    ["a", "b", "c"][(i * i) % 3],
                    texts[i % len(texts)],
                    texts[i % len(texts)].lower().split(),
                    int(i % 7),
                    int(i % 5),
                    float((i * 3) % 6),
                )
            )
        vec = VectorUDT()
        d = T.DoubleType()
        schema = T.StructType(
            [
                T.StructField(name, kind)
                for name, kind in [
                    ("features", vec), ("positive", vec), ("bits", vec), ("sparse", vec), ("mixed", vec),
                    ("label", d), ("label3", d), ("target", d), ("count", d), ("gain", d), ("censor", d),
                    ("x0", d), ("gaps", d), ("small", T.IntegerType()), ("big", T.LongType()),
                    ("flag", T.BooleanType()), ("colour", T.StringType()), ("letter", T.StringType()),
                    ("text", T.StringType()), ("words", T.ArrayType(T.StringType())),
                    ("user", T.IntegerType()), ("item", T.IntegerType()), ("code", d),
                ]
            ]
        )  # fmt: skip
        self.frame = spark.createDataFrame(rows, schema).cache()
        self.frame.count()
        self.rows = self.frame.limit(ROWS)


DATATYPES = {
    T.DoubleType: "FP64", T.FloatType: "FP32", T.IntegerType: "INT32", T.LongType: "INT64",
    T.BooleanType: "BOOL", T.StringType: "BYTES",
}  # fmt: skip


def number(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    return value


def plain(value):
    if isinstance(value, (DenseVector, SparseVector)):
        return [number(float(q)) for q in value.toArray()]
    if isinstance(value, (list, tuple)):
        return [plain(q) for q in value]
    return number(value)


def tensor(field, values):
    kind = field.dataType
    if isinstance(kind, VectorUDT):
        return {"name": field.name, "datatype": "FP64", "shape": [len(values), len(values[0].toArray())],
                "data": [q for v in values for q in plain(v)]}  # fmt: skip
    return {"name": field.name, "datatype": DATATYPES[type(kind)], "shape": [len(values)],
            "data": [plain(v) for v in values]}  # fmt: skip


def rows_of(model, frame, inputs, outputs):
    asked = frame.select(*inputs)
    frame = model.transform(asked)
    outputs = [name for name in outputs if name in frame.columns]
    # Some versions change the order of the rows: what was asked stands beside its answer.
    beside = all(name in frame.columns for name in inputs)
    answered = (frame.select(*inputs, *outputs) if beside else frame.select(*outputs)).collect()
    given = answered if beside else asked.collect()
    first = len(inputs) if beside else 0
    tensors = [tensor(field, [row[i] for row in given]) for i, field in enumerate(asked.schema.fields)]
    return tensors, {name: [plain(row[first + i]) for row in answered] for i, name in enumerate(outputs)}


def pack(archive, name, folder, case):
    for root, _, files in sorted(os.walk(folder)):
        for file in sorted(files):
            if file.endswith(".crc") or file == "_SUCCESS":
                continue
            path = os.path.join(root, file)
            archive.write(path, f"{name}/model/{os.path.relpath(path, folder)}")
    archive.writestr(f"{name}/case.json", json.dumps(case))


# --- regressions ---------------------------------------------------------------------------------


@case
def linear_regression(data):
    model = r.LinearRegression(labelCol="target", elasticNetParam=0.5, regParam=0.01).fit(data.frame)
    return model, ["features"], ["prediction"]


@case
def linear_regression_huber(data):
    model = r.LinearRegression(labelCol="target", loss="huber", predictionCol="y").fit(data.frame)
    return model, ["features"], ["y"]


def glm(**options):
    label = options.pop("label")
    model = r.GeneralizedLinearRegression(labelCol=label, linkPredictionCol="eta", maxIter=5, **options)
    return lambda data: (model.fit(data.frame), ["features"], ["prediction", "eta"])


for family, links in {
    "gaussian": ["identity", "log", "inverse"],
    "binomial": ["logit", "probit", "cloglog"],
    "poisson": ["log", "identity", "sqrt"],
    "gamma": ["inverse", "identity", "log"],
}.items():
    for link in links:
        label = {"binomial": "label", "poisson": "count"}.get(family, "gain")
        # Regularised, so that the two classes, which a line separates, have finite coefficients.
        CASES[f"glm-{family}-{link}"] = glm(label=label, family=family, link=link, regParam=0.1)
CASES["glm-tweedie"] = glm(label="gain", family="tweedie", variancePower=1.5)
CASES["glm-tweedie-log"] = glm(label="gain", family="tweedie", variancePower=1.2, linkPower=0.0)
CASES["glm-tweedie-half"] = glm(label="gain", family="tweedie", variancePower=1.0, linkPower=0.5)


@case
def glm_offset(data):
    model = r.GeneralizedLinearRegression(labelCol="count", family="poisson", offsetCol="x0").fit(data.frame)
    return model, ["features", "x0"], ["prediction"]


@case
def isotonic(data):
    model = r.IsotonicRegression(labelCol="target", featureIndex=1).fit(data.frame)
    return model, ["features"], ["prediction"]


@case
def isotonic_antitonic_scalar(data):
    model = r.IsotonicRegression(labelCol="target", featuresCol="x0", isotonic=False).fit(data.frame)
    return model, ["x0"], ["prediction"]


@case
def aft(data):
    model = r.AFTSurvivalRegression(labelCol="gain", censorCol="censor", quantilesCol="quantiles").fit(data.frame)
    return model, ["features"], ["prediction", "quantiles"]


@case
def decision_tree_regressor(data):
    model = r.DecisionTreeRegressor(labelCol="target", maxDepth=4, varianceCol="variance", leafCol="leaf")
    return model.fit(data.frame), ["features"], ["prediction", "variance", "leaf"]


def categorical(estimator):
    return Pipeline(stages=[f.VectorIndexer(inputCol="mixed", outputCol="features", maxCategories=6), estimator])


@case
def random_forest_regressor(data):
    model = r.RandomForestRegressor(labelCol="target", numTrees=5, maxDepth=4, seed=1, leafCol="leaf")
    return categorical(model).fit(data.frame.drop("features")), ["mixed"], ["prediction", "leaf"]


@case
def gbt_regressor(data):
    model = r.GBTRegressor(labelCol="target", maxIter=5, maxDepth=3, seed=1, leafCol="leaf")
    return model.fit(data.frame), ["features"], ["prediction", "leaf"]


@case
def fm_regressor(data):
    model = r.FMRegressor(labelCol="target", factorSize=3, maxIter=5, seed=1)
    return model.fit(data.frame), ["features"], ["prediction"]


# --- classifiers ---------------------------------------------------------------------------------

SCORES = ["rawPrediction", "probability", "prediction"]


@case
def logistic_regression(data):
    return c.LogisticRegression(regParam=0.1).fit(data.frame), ["features"], SCORES


@case
def logistic_regression_threshold(data):
    model = c.LogisticRegression(regParam=0.1, threshold=0.8, fitIntercept=False)
    return model.fit(data.frame), ["features"], SCORES


@case
def logistic_regression_thresholds(data):
    model = c.LogisticRegression(regParam=0.1, labelCol="label3", thresholds=[0.1, 0.6, 0.9])
    return model.fit(data.frame), ["features"], SCORES


@case
def logistic_regression_multinomial(data):
    model = c.LogisticRegression(regParam=0.1, labelCol="label3", rawPredictionCol="raw", probabilityCol="p")
    return model.fit(data.frame), ["features"], ["raw", "p", "prediction"]


@case
def logistic_regression_multinomial_binary(data):
    model = c.LogisticRegression(regParam=0.1, family="multinomial", elasticNetParam=1.0)
    return model.fit(data.frame), ["features"], SCORES


@case
def linear_svc(data):
    return c.LinearSVC(maxIter=5, threshold=0.2).fit(data.frame), ["features"], ["rawPrediction", "prediction"]


@case
def naive_bayes_multinomial(data):
    return c.NaiveBayes(featuresCol="positive", labelCol="label3").fit(data.frame), ["positive"], SCORES


@case
def naive_bayes_bernoulli(data):
    model = c.NaiveBayes(featuresCol="bits", labelCol="label3", modelType="bernoulli", thresholds=[0.2, 0.5, 0.3])
    return model.fit(data.frame), ["bits"], SCORES


@case
def naive_bayes_complement(data):
    model = c.NaiveBayes(featuresCol="positive", labelCol="label3", modelType="complement")
    return model.fit(data.frame), ["positive"], SCORES


@case
def naive_bayes_gaussian(data):
    return c.NaiveBayes(labelCol="label3", modelType="gaussian").fit(data.frame), ["features"], SCORES


@case
def multilayer_perceptron(data):
    model = c.MultilayerPerceptronClassifier(layers=[4, 5, 4, 3], labelCol="label3", maxIter=10, seed=3)
    return model.fit(data.frame), ["features"], SCORES


@case
def fm_classifier(data):
    return c.FMClassifier(factorSize=2, maxIter=5, seed=1).fit(data.frame), ["features"], SCORES


@case
def decision_tree_classifier(data):
    model = c.DecisionTreeClassifier(labelCol="label3", maxDepth=4, leafCol="leaf")
    return categorical(model).fit(data.frame.drop("features")), ["mixed"], [*SCORES, "leaf"]


@case
def random_forest_classifier(data):
    model = c.RandomForestClassifier(labelCol="label3", numTrees=6, maxDepth=4, seed=1, leafCol="leaf")
    return model.fit(data.frame), ["features"], [*SCORES, "leaf"]


@case
def gbt_classifier(data):
    return c.GBTClassifier(maxIter=5, maxDepth=3, seed=1).fit(data.frame), ["features"], SCORES


@case
def one_vs_rest(data):
    model = c.OneVsRest(classifier=c.LogisticRegression(regParam=0.1), labelCol="label3")
    return model.fit(data.frame), ["features"], ["rawPrediction", "prediction"]


@case
def one_vs_rest_trees(data):
    model = c.OneVsRest(classifier=c.GBTClassifier(maxIter=2, maxDepth=2), labelCol="label3")
    return model.fit(data.frame), ["features"], ["rawPrediction", "prediction"]


# --- clusters, mixtures, topics, recommendations ---------------------------------------------------


@case
def kmeans(data):
    return k.KMeans(k=4, seed=1).fit(data.frame), ["features"], ["prediction"]


@case
def kmeans_cosine(data):
    return k.KMeans(k=3, seed=1, distanceMeasure="cosine").fit(data.frame), ["features"], ["prediction"]


@case
def bisecting_kmeans(data):
    return k.BisectingKMeans(k=5, seed=1).fit(data.frame), ["features"], ["prediction"]


@case
def bisecting_kmeans_cosine(data):
    model = k.BisectingKMeans(k=4, seed=1, distanceMeasure="cosine")
    return model.fit(data.frame), ["features"], ["prediction"]


@case
def gaussian_mixture(data):
    return k.GaussianMixture(k=3, seed=1, maxIter=10).fit(data.frame), ["features"], ["probability", "prediction"]


@case
def lda(data):
    model = k.LDA(k=3, seed=1, maxIter=5, featuresCol="positive")
    return model.fit(data.frame), ["positive"], ["topicDistribution"]


@case
def lda_em(data):
    model = k.LDA(k=3, seed=1, maxIter=5, featuresCol="positive", optimizer="em")
    return model.fit(data.frame), ["positive"], ["topicDistribution"]


@case
def als(data):
    model = rec.ALS(userCol="user", itemCol="item", ratingCol="count", rank=3, maxIter=3, seed=1)
    return model.fit(data.frame), ["user", "item"], ["prediction"]


# --- vectors ---------------------------------------------------------------------------------------


def vectors(estimator, column="features"):
    def write(data):
        stage = estimator
        model = stage.fit(data.frame) if hasattr(stage, "fit") else stage
        return model, [column], ["out"]

    return write


CASES["pca"] = vectors(f.PCA(k=2, inputCol="features", outputCol="out"))
CASES["standard-scaler"] = vectors(f.StandardScaler(withMean=True, inputCol="features", outputCol="out"))
CASES["standard-scaler-std"] = vectors(f.StandardScaler(inputCol="features", outputCol="out"))
CASES["standard-scaler-sparse"] = vectors(f.StandardScaler(inputCol="sparse", outputCol="out"), "sparse")
CASES["min-max-scaler"] = vectors(f.MinMaxScaler(min=-1.0, max=3.0, inputCol="features", outputCol="out"))
CASES["max-abs-scaler"] = vectors(f.MaxAbsScaler(inputCol="features", outputCol="out"))
CASES["robust-scaler"] = vectors(f.RobustScaler(withCentering=True, inputCol="features", outputCol="out"))
CASES["robust-scaler-quantiles"] = vectors(
    f.RobustScaler(lower=0.1, upper=0.8, inputCol="features", outputCol="out")
)
CASES["normalizer"] = vectors(f.Normalizer(inputCol="features", outputCol="out"))
CASES["normalizer-1"] = vectors(f.Normalizer(p=1.0, inputCol="features", outputCol="out"))
CASES["normalizer-3"] = vectors(f.Normalizer(p=3.0, inputCol="features", outputCol="out"))
CASES["normalizer-inf"] = vectors(f.Normalizer(p=float("inf"), inputCol="features", outputCol="out"))
CASES["binarizer-vector"] = vectors(f.Binarizer(threshold=0.3, inputCol="features", outputCol="out"))
CASES["binarizer-vector-negative"] = vectors(f.Binarizer(threshold=-0.3, inputCol="sparse", outputCol="out"), "sparse")
CASES["binarizer-number"] = vectors(f.Binarizer(threshold=0.3, inputCol="x0", outputCol="out"), "x0")
CASES["vector-slicer"] = vectors(f.VectorSlicer(indices=[3, 1], inputCol="features", outputCol="out"))
CASES["vector-indexer"] = vectors(f.VectorIndexer(maxCategories=5, inputCol="mixed", outputCol="out"), "mixed")
CASES["vector-indexer-keep"] = vectors(
    f.VectorIndexer(maxCategories=5, handleInvalid="keep", inputCol="mixed", outputCol="out"), "mixed"
)
CASES["elementwise-product"] = vectors(
    f.ElementwiseProduct(scalingVec=Vectors.dense([1.0, -2.0, 0.0, 0.5]), inputCol="features", outputCol="out")
)
CASES["polynomial-expansion"] = vectors(f.PolynomialExpansion(degree=2, inputCol="features", outputCol="out"))
CASES["polynomial-expansion-4"] = vectors(f.PolynomialExpansion(degree=4, inputCol="features", outputCol="out"))
CASES["dct"] = vectors(f.DCT(inputCol="features", outputCol="out"))
CASES["dct-inverse"] = vectors(f.DCT(inverse=True, inputCol="features", outputCol="out"))
CASES["dct-odd"] = vectors(f.DCT(inputCol="sparse", outputCol="out"), "sparse")
CASES["vector-size-hint"] = lambda data: (
    f.VectorSizeHint(inputCol="features", size=4, handleInvalid="error"), ["features"], ["features"]
)  # fmt: skip
CASES["chi-sq-selector"] = vectors(
    f.ChiSqSelector(numTopFeatures=2, featuresCol="mixed", labelCol="label3", outputCol="out"), "mixed"
)
CASES["univariate-selector"] = vectors(
    f.UnivariateFeatureSelector(featuresCol="features", labelCol="label3", outputCol="out")
    .setFeatureType("continuous").setLabelType("categorical").setSelectionThreshold(2)
)  # fmt: skip
CASES["variance-selector"] = vectors(
    f.VarianceThresholdSelector(varianceThreshold=1.0, featuresCol="mixed", outputCol="out"), "mixed"
)


@case
def vector_assembler(data):
    stage = f.VectorAssembler(inputCols=["x0", "features", "small", "flag", "sparse"], outputCol="out")
    return stage, ["x0", "features", "small", "flag", "sparse"], ["out"]


@case
def vector_assembler_keep(data):
    stage = f.VectorAssembler(inputCols=["x0", "gaps"], outputCol="out", handleInvalid="keep")
    return stage, ["x0", "gaps"], ["out"]


@case
def interaction(data):
    stages = [
        f.VectorAssembler(inputCols=["x0", "target"], outputCol="a"),
        f.VectorAssembler(inputCols=["code", "gain", "x0"], outputCol="b"),
        f.Interaction(inputCols=["x0", "a", "b"], outputCol="out"),
    ]
    return Pipeline(stages=stages).fit(data.frame), ["x0", "target", "code", "gain"], ["out"]


@case
def interaction_nominal(data):
    stages = [
        f.StringIndexer(inputCols=["colour", "letter"], outputCols=["ci", "li"]),
        f.VectorAssembler(inputCols=["x0", "li"], outputCol="a"),
        f.OneHotEncoder(inputCol="ci", outputCol="b", dropLast=False),
        f.Interaction(inputCols=["ci", "li", "a", "b"], outputCol="out"),
    ]
    return Pipeline(stages=stages).fit(data.frame), ["colour", "letter", "x0"], ["out"]


# --- columns ---------------------------------------------------------------------------------------


@case
def binarizer_columns(data):
    stage = f.Binarizer(inputCols=["x0", "target"], outputCols=["a", "b"], thresholds=[0.0, 0.5])
    return stage, ["x0", "target"], ["a", "b"]


INF = float("inf")


@case
def bucketizer(data):
    stage = f.Bucketizer(splits=[-INF, -0.5, 0.0, 0.7, INF], inputCol="x0", outputCol="out")
    return stage, ["x0"], ["out"]


@case
def bucketizer_columns(data):
    stage = f.Bucketizer(
        splitsArray=[[-INF, 0.0, INF], [-10.0, 0.0, 1.0, 10.0]],
        inputCols=["x0", "gaps"], outputCols=["a", "b"], handleInvalid="keep",
    )  # fmt: skip
    return stage, ["x0", "gaps"], ["a", "b"]


@case
def quantile_discretizer(data):
    stage = f.QuantileDiscretizer(numBuckets=3, inputCol="x0", outputCol="out")
    return stage.fit(data.frame), ["x0"], ["out"]


@case
def imputer(data):
    stage = f.Imputer(inputCols=["gaps", "x0"], outputCols=["a", "b"], strategy="median")
    return stage.fit(data.frame), ["gaps", "x0"], ["a", "b"]


@case
def imputer_value(data):
    stage = f.Imputer(inputCol="code", outputCol="a", missingValue=3.0)
    return stage.fit(data.frame), ["code"], ["a"]


@case
def one_hot_encoder(data):
    stage = f.OneHotEncoder(inputCols=["code", "small"], outputCols=["a", "b"])
    return stage.fit(data.frame), ["code", "small"], ["a", "b"]


@case
def one_hot_encoder_keep(data):
    stage = f.OneHotEncoder(inputCols=["small"], outputCols=["a"], dropLast=False, handleInvalid="keep")
    return stage.fit(data.frame.where("small < 3")), ["small"], ["a"]


@case
def one_hot_encoder_keep_drop(data):
    stage = f.OneHotEncoder(inputCols=["small"], outputCols=["a"], handleInvalid="keep")
    return stage.fit(data.frame.where("small < 3")), ["small"], ["a"]


@case
def target_encoder(data):
    stage = f.TargetEncoder(
        inputCols=["code", "small"], outputCols=["a", "b"], handleInvalid="keep", smoothing=2.0, targetType="binary")
    return stage.fit(data.frame.where("small < 3")), ["code", "small"], ["a", "b"]


@case
def target_encoder_number(data):
    stage = f.TargetEncoder(inputCol="code", outputCol="a", labelCol="target", targetType="continuous")
    return stage.fit(data.frame), ["code"], ["a"]


@case
def string_indexer(data):
    stage = f.StringIndexer(inputCol="colour", outputCol="out", stringOrderType="alphabetAsc")
    return stage.fit(data.frame), ["colour"], ["out"]


@case
def string_indexer_keep(data):
    stage = f.StringIndexer(inputCols=["colour", "letter"], outputCols=["a", "b"], handleInvalid="keep")
    return stage.fit(data.frame.where("colour <> 'blue' and letter <> 'b'")), ["colour", "letter"], ["a", "b"]


@case
def string_indexer_numbers(data):
    stage = f.StringIndexer(inputCols=["big", "code", "small"], outputCols=["a", "b", "c"])
    return stage.fit(data.frame), ["big", "code", "small"], ["a", "b", "c"]


@case
def index_to_string(data):
    stage = f.IndexToString(inputCol="small", outputCol="out", labels=["zero", "one", "two", "drei"])
    return stage, ["small"], ["out"]


@case
def feature_hasher(data):
    columns = ["x0", "colour", "flag", "small", "code", "big"]
    stage = f.FeatureHasher(inputCols=columns, outputCol="out", numFeatures=64, categoricalCols=["small", "code"])
    return stage, columns, ["out"]


@case
def r_formula(data):
    model = f.RFormula(formula="target ~ x0 + colour + letter + x0:letter", featuresCol="out")
    return model.fit(data.frame), ["x0", "colour", "letter"], ["out"]


@case
def r_formula_product(data):
    model = f.RFormula(formula="letter ~ gain * x0 + colour - 1", featuresCol="out", labelCol="l")
    return model.fit(data.frame.drop("label", "features")), ["x0", "gain", "colour", "letter"], ["out", "l"]


@case
def sql_transformer(data):
    stage = f.SQLTransformer(statement="SELECT *, x0 + code AS total, x0 * 2 AS twice FROM __THIS__")
    return stage, ["x0", "code"], ["x0", "code", "total", "twice"]


# --- text --------------------------------------------------------------------------------------------


@case
def tokenizer(data):
    return f.Tokenizer(inputCol="text", outputCol="out"), ["text"], ["out"]


@case
def regex_tokenizer(data):
    stage = f.RegexTokenizer(inputCol="text", outputCol="out", pattern="[a-zA-Z]+", gaps=False, minTokenLength=3)
    return stage, ["text"], ["out"]


@case
def regex_tokenizer_gaps(data):
    stage = f.RegexTokenizer(inputCol="text", outputCol="out", pattern="\\W+", toLowercase=False)
    return stage, ["text"], ["out"]


def text(name, *stages, out="out"):
    def write(data):
        first = f.Tokenizer(inputCol="text", outputCol="tokens")
        return Pipeline(stages=[first, *stages]).fit(data.frame), ["text"], [out]

    CASES[name] = write


text("stop-words", f.StopWordsRemover(inputCol="tokens", outputCol="out"))
text("stop-words-case", f.StopWordsRemover(inputCol="tokens", outputCol="out", caseSensitive=True, stopWords=["A", "the"]))
text("n-gram", f.NGram(n=3, inputCol="tokens", outputCol="out"))
text("hashing-tf", f.HashingTF(numFeatures=50, inputCol="tokens", outputCol="out"))
text("hashing-tf-binary", f.HashingTF(numFeatures=64, binary=True, inputCol="tokens", outputCol="out"))
text("count-vectorizer", f.CountVectorizer(vocabSize=15, minDF=2, inputCol="tokens", outputCol="out"))
text("count-vectorizer-min", f.CountVectorizer(minTF=0.12, binary=True, inputCol="tokens", outputCol="out"))
text(
    "idf",
    f.HashingTF(numFeatures=40, inputCol="tokens", outputCol="tf"),
    f.IDF(minDocFreq=2, inputCol="tf", outputCol="out"),
)
text("word2vec", f.Word2Vec(vectorSize=4, minCount=2, seed=1, maxIter=1, inputCol="tokens", outputCol="out"))


@case
def min_hash(data):
    stage = f.MinHashLSH(inputCol="bits", outputCol="out", numHashTables=3, seed=5)
    frame = data.frame.where("not (bits is null)").rdd.filter(lambda row: any(row.bits.toArray()))
    kept = data.spark.createDataFrame(frame, data.frame.schema)
    data.rows = kept.limit(ROWS)
    return stage.fit(kept), ["bits"], ["out"]


@case
def random_projection(data):
    stage = f.BucketedRandomProjectionLSH(
        inputCol="features", outputCol="out", bucketLength=0.7, numHashTables=4, seed=5
    )
    return stage.fit(data.frame), ["features"], ["out"]


# --- pipelines -----------------------------------------------------------------------------------------


@case
def pipeline_tabular(data):
    labels = f.StringIndexer(inputCol="letter", outputCol="index").fit(data.frame)
    stages = [
        labels,
        f.StringIndexer(inputCol="colour", outputCol="colourIndex", handleInvalid="keep"),
        f.OneHotEncoder(inputCol="colourIndex", outputCol="colourVector"),
        f.Imputer(inputCol="gaps", outputCol="filled"),
        f.VectorAssembler(inputCols=["x0", "filled", "colourVector", "small"], outputCol="assembled"),
        f.StandardScaler(inputCol="assembled", outputCol="scaled"),
        c.RandomForestClassifier(featuresCol="scaled", labelCol="index", numTrees=4, seed=2),
        f.IndexToString(inputCol="prediction", outputCol="answer", labels=labels.labels),
    ]
    model = Pipeline(stages=stages[1:]).fit(labels.transform(data.frame))
    return model, ["x0", "gaps", "colour", "small"], [*SCORES, "answer", "scaled"]


@case
def pipeline_text(data):
    stages = [
        f.Tokenizer(inputCol="text", outputCol="tokens"),
        f.StopWordsRemover(inputCol="tokens", outputCol="kept"),
        f.HashingTF(numFeatures=1 << 18, inputCol="kept", outputCol="tf"),
        f.IDF(inputCol="tf", outputCol="features"),
        c.LogisticRegression(regParam=0.01, labelCol="label", maxIter=5),
    ]
    return Pipeline(stages=stages).fit(data.frame.drop("features")), ["text"], SCORES


@case
def pipeline_nested(data):
    inner = Pipeline(stages=[f.StandardScaler(inputCol="features", outputCol="scaled")])
    outer = Pipeline(stages=[inner, c.LogisticRegression(featuresCol="scaled", regParam=0.1)])
    return outer.fit(data.frame), ["features"], SCORES


@case
def cross_validator(data):
    estimator = c.LogisticRegression()
    grid = t.ParamGridBuilder().addGrid(estimator.regParam, [0.1, 1.0]).build()
    search = t.CrossValidator(
        estimator=estimator, estimatorParamMaps=grid, numFolds=2,
        evaluator=e.BinaryClassificationEvaluator(),
    )  # fmt: skip
    return search.fit(data.frame), ["features"], SCORES


@case
def train_validation_split(data):
    estimator = r.LinearRegression(labelCol="target")
    grid = t.ParamGridBuilder().addGrid(estimator.regParam, [0.1, 1.0]).build()
    search = t.TrainValidationSplit(
        estimator=Pipeline(stages=[estimator]), estimatorParamMaps=grid,
        evaluator=e.RegressionEvaluator(labelCol="target"),
    )  # fmt: skip
    return search.fit(data.frame), ["features"], ["prediction"]


# --- the older interface over RDDs ---------------------------------------------------------------------


def rdd(name, train, column="features", label="label", rows=ROWS):
    from pyspark.mllib.linalg import Vectors as Old
    from pyspark.mllib.regression import LabeledPoint

    def write(data, folder):
        taken = data.frame.select(column, label).collect()
        points = [LabeledPoint(row[1], Old.dense(row[0].toArray())) for row in taken]
        model = train(data.spark.sparkContext.parallelize(points, 1))
        model.save(data.spark.sparkContext, "file://" + folder)
        asked = [row[0].toArray().tolist() for row in taken[:rows]]
        answers = [float(model.predict(Old.dense(v))) for v in asked]
        inputs = [{"name": "x", "datatype": "FP64", "shape": [len(asked), len(asked[0])],
                   "data": [q for v in asked for q in v]}]  # fmt: skip
        return {"rdd": True, "inputs": inputs, "expected": {"predict": answers}}

    CASES["rdd-" + name] = write


def register_rdd():
    from pyspark.mllib import classification as oc
    from pyspark.mllib import clustering as ok
    from pyspark.mllib import regression as orr
    from pyspark.mllib import tree as ot

    categories = {0: 3, 2: 5}
    rdd("logistic-regression", lambda p: oc.LogisticRegressionWithLBFGS.train(p, intercept=True))
    rdd("logistic-regression-3",
        lambda p: oc.LogisticRegressionWithLBFGS.train(p, intercept=True, numClasses=3), label="label3")  # fmt: skip
    rdd("svm", lambda p: oc.SVMWithSGD.train(p, iterations=10, intercept=True))
    rdd("naive-bayes", lambda p: oc.NaiveBayes.train(p), column="positive", label="label3")
    rdd("linear-regression", lambda p: orr.LinearRegressionWithSGD.train(p, iterations=10, intercept=True), label="target")
    rdd("lasso", lambda p: orr.LassoWithSGD.train(p, iterations=10), label="target")
    rdd("ridge", lambda p: orr.RidgeRegressionWithSGD.train(p, iterations=10), label="target")
    rdd("kmeans", lambda p: ok.KMeans.train(p.map(lambda q: q.features), 4, seed=1))
    rdd("bisecting-kmeans", lambda p: ok.BisectingKMeans.train(p.map(lambda q: q.features), 4))
    rdd("gaussian-mixture", lambda p: ok.GaussianMixture.train(p.map(lambda q: q.features), 3, seed=1))
    rdd("decision-tree", lambda p: ot.DecisionTree.trainClassifier(p, 3, categories, maxDepth=4),
        column="mixed", label="label3")  # fmt: skip
    rdd("random-forest", lambda p: ot.RandomForest.trainClassifier(p, 3, categories, 5, maxDepth=4, seed=1),
        column="mixed", label="label3")  # fmt: skip
    rdd("random-forest-regression", lambda p: ot.RandomForest.trainRegressor(p, {}, 4, maxDepth=3, seed=1), label="target")
    rdd("gradient-boosted", lambda p: ot.GradientBoostedTrees.trainClassifier(p, {}, numIterations=4))
    rdd("gradient-boosted-regression", lambda p: ot.GradientBoostedTrees.trainRegressor(p, {}, numIterations=4), label="target")


def main(target, names):
    spark = SPARK
    data = Data(spark)
    register_rdd()
    rows = data.rows if ROWS <= data.frame.count() else Data(spark, ROWS, seed=8).frame
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, write in CASES.items():
            if names and name not in names:
                continue
            data.rows = rows
            folder = tempfile.mkdtemp()
            try:
                if name.startswith("rdd-"):
                    written = write(data, folder + "/model")
                else:
                    model, inputs, outputs = write(data)
                    model.write().overwrite().save("file://" + folder + "/model")
                    # Not all versions save what they have fitted; a user has what is in the file.
                    loaded = type(model).load("file://" + folder + "/model")
                    tensors, expected = rows_of(loaded, data.rows, inputs, outputs)
                    written = {"inputs": tensors, "expected": expected}
                written["spark"] = spark.version
                pack(archive, name, folder + "/model", written)
                print("wrote", name, flush=True)
            except Exception as failure:  # one that this version of Spark does not have
                print("FAILED", name, str(failure).splitlines()[:3], flush=True)
            finally:
                shutil.rmtree(folder)
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1], set(sys.argv[2:]))
