"""The data that models are fitted on, and the random rows that they are then asked about."""

import numpy as np
import pandas as pd

WORDS = ("the cat sat on a mat while dogs barked loudly at passing cars and nobody knew why Müller's café "
         "was closed 2024 U.S.A. e-mail foo_bar naïve ΣΑΣ İstanbul ½ x1 I'm don't 3.14 HTTP/2 日本 语言 "
         "running runs ran red green blue very good bad terrible wonderful price 100 € $5 #tag @you").split()
CITIES = ["Lyon", "Oslo", "Rome", "Bern", "Köln"]
KINDS = ["a", "b", "c d"]


class Data:
    """One set of columns: `fit` (150 rows) and `ask` (as many as wanted), drawn in the same way."""

    def __init__(self, seed, rows):
        rng = np.random.RandomState(seed)
        self.fit = rows_of(rng, 150)
        self.ask = rows_of(rng, rows, asked=True)
        self.targets = targets(self.fit["plain"], rng)


def rows_of(rng, count, asked=False):
    plain = rng.normal(size=(count, 5)).round(3)
    counts = rng.poisson(2.0, size=(count, 5))
    holes = np.where(rng.uniform(size=plain.shape) < 0.15, np.nan, plain)
    categories = np.column_stack([rng.randint(0, 3 + i, count) for i in range(4)])
    if not asked:
        categories[:8] = np.column_stack([np.arange(8) % (3 + i) for i in range(4)])
    codes = np.column_stack([
        rng.randint(0, 6 + 2 * asked, count), rng.randint(-1 * asked, 4, count), plain[:, 0], plain[:, 1]])
    hollow = codes.astype(float)
    hollow[rng.uniform(size=codes.shape) < 0.1] = np.nan
    return {
        "plain": plain,
        "single": plain.astype(np.float32),
        "integers": (plain * 10).astype(np.int64),
        "integers32": (plain * 10).astype(np.int32),
        "booleans": plain > 0,
        "column": plain[:, :1],
        "vector": plain[:, 0],
        "positive": np.abs(plain) + 0.01,
        "unit": np.clip(np.abs(plain) / 3, 0.001, 0.999),
        "sparse": np.where(rng.uniform(size=plain.shape) < 0.6, 0.0, plain),
        "counts": counts.astype(float),
        "whole": counts.astype(np.int64),
        "holes": holes,
        "holes32": holes.astype(np.float32),
        "categories": categories,
        "codes": codes,
        "hollow": hollow,
        "text": texts(rng, count),
        "words": pd.DataFrame({"text": texts(rng, count), "size": plain[:, 0]}),
        "table": table(rng, count, asked),
        "numbers": pd.DataFrame(plain, columns=["a", "b", "c d", "ä", "e"]),
        "strings": pd.DataFrame({"city": rng.choice(CITIES[:4 + asked], count), "kind": rng.choice(KINDS, count)}),
    }


def texts(rng, count):
    return [" ".join(rng.choice(WORDS, rng.randint(1, 12))) for _ in range(count)]


def table(rng, count, asked):
    size = rng.normal(size=count).round(3)
    size[rng.uniform(size=count) < 0.1] = np.nan
    city = rng.choice(CITIES[:4 + asked], count, p=[.5, .3, .15, .05] if not asked else [.3, .3, .2, .1, .1])
    return pd.DataFrame({
        "size": size,
        "city": city.astype(object),
        "age": rng.randint(18, 90, count),
        "kind": rng.choice(KINDS, count).astype(object),
        "flag": rng.uniform(size=count) > 0.5,
        "score": rng.uniform(size=count).astype(np.float32),
    })


def targets(plain, rng):
    count = len(plain)
    two = (plain[:, 0] + plain[:, 1] ** 2 + 0.3 * rng.normal(size=count) > 0.6).astype(int)
    three = np.digitize(plain[:, 0] - 0.5 * plain[:, 2] + 0.2 * rng.normal(size=count), [-0.5, 0.6])
    number = plain[:, 0] * 2 + np.sin(plain[:, 1]) + 0.1 * rng.normal(size=count)
    return {
        "two": two, "three": three, "flag": two.astype(bool), "byte": three.astype(np.int8),
        "yes": np.array(["no", "yes"])[two], "tree": np.array(["ash", "birch", "cédar"])[three],
        "object": np.array(["ash", "birch", "cédar"], dtype=object)[three], "odd": np.array([-7, 3, 1000])[three],
        "float": three.astype(float), "number": number, "positive": np.exp(number / 3),
        "frequency": rng.poisson(np.exp(plain[:, 0] / 2)), "unit": np.clip((number + 5) / 10, 0.01, 0.99),
        "numbers": np.column_stack([number, plain[:, 2] - plain[:, 3]]),
        "pairs": np.column_stack([two, (plain[:, 2] > 0.1).astype(int)]),
        "triples": np.column_stack([three, np.digitize(plain[:, 2], [-.5, .5])]),
        "names": np.column_stack([np.array(["no", "yes"])[two], np.array(["low", "up"])[(plain[:, 2] > .1).astype(int)]]),
        "single": number.astype(np.float32),
        "partial": np.where(rng.uniform(size=count) < 0.5, -1, three),
        "inliers": np.ones(count),
    }
