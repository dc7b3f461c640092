"""Measures the CPU of one row through Spark in local mode and, in the same run, through this plugin.

    python time_models.py CLASSPATH [MODELS]

CLASSPATH is the plugin's test classpath (see README.md), MODELS how many of the
models to time. Needs what write_models.py needs.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile

import write_models as w
from pyspark.ml import Pipeline
from pyspark.ml import classification as c
from pyspark.ml import feature as f


def models(data):
    forest = c.RandomForestClassifier(numTrees=100, maxDepth=5, seed=1)
    yield "logistic regression, 4 features", c.LogisticRegression(regParam=0.1).fit(data.frame), ["features"]
    yield "random forest, 100 trees", forest.fit(data.frame), ["features"]
    stages = [
        f.StringIndexer(inputCol="colour", outputCol="index", handleInvalid="keep"),
        f.OneHotEncoder(inputCol="index", outputCol="flags"),
        f.Imputer(inputCol="gaps", outputCol="filled"),
        f.VectorAssembler(inputCols=["x0", "filled", "flags"], outputCol="assembled"),
        f.StandardScaler(inputCol="assembled", outputCol="scaled"),
        c.LogisticRegression(featuresCol="scaled"),
    ]
    yield "pipeline of 6 stages", Pipeline(stages=stages).fit(data.frame), ["colour", "gaps", "x0"]
    stages = [
        f.Tokenizer(inputCol="text", outputCol="tokens"),
        f.HashingTF(inputCol="tokens", outputCol="tf"),
        f.IDF(inputCol="tf", outputCol="idf"),
        c.LogisticRegression(featuresCol="idf", maxIter=5),
    ]
    yield "text, 9 words, tf-idf", Pipeline(stages=stages).fit(data.frame), ["text"]


def cpu_seconds(pid):
    """What all threads of a process have used."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(classpath, count):
    data = w.Data(w.SPARK)
    jvm = w.SPARK._jvm.java.lang.ProcessHandle.current().pid()
    folders, spark = [], {}
    with tempfile.TemporaryDirectory() as root:
        for name, model, columns in itertools.islice(models(data), count):
            folder = os.path.join(root, name)
            os.mkdir(folder)
            model.write().save("file://" + folder + "/model")
            row = data.frame.limit(1).select(*columns)
            given = row.collect()
            tensors = [w.tensor(field, [r[i] for r in given]) for i, field in enumerate(row.schema.fields)]
            with open(folder + "/case.json", "w") as file:
                json.dump({"inputs": tensors, "expected": {}}, file)
            local = w.SPARK.createDataFrame(given, row.schema)
            def ask(times):
                for _ in range(times):
                    model.transform(local).select("prediction").collect()

            ask(120)  # Spark is long in getting warm
            start = cpu_seconds(jvm)
            ask(50)
            spark[name] = (cpu_seconds(jvm) - start) / 50 * 1e6
            folders.append(folder)
        lines = subprocess.run(
            ["java", "-cp", classpath, "io.bulkhead.plugin.mllib.RowTiming", *folders],
            check=True, capture_output=True, text=True,
        ).stdout.splitlines()  # fmt: skip
    print("| one row | Spark, µs of CPU | ours, µs of CPU | ratio |\n|---|--:|--:|--:|")
    for line in lines:
        name, micros = line.rsplit(" ", 1)
        print(f"| {name} | {spark[name]:,.0f} | {float(micros):.2f} | {spark[name] / float(micros):,.0f} |")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None)
