"""Tells what an interpreter has, as JSON on the last line. Run by itself, never inside a model."""

import importlib.metadata
import importlib.util
import json
import os
import re
import sys


def version_of(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def packaging():
    for module in ("packaging", "pip._vendor.packaging", "setuptools._vendor.packaging"):
        try:
            return (
                importlib.import_module(module + ".requirements"),
                importlib.import_module(module + ".specifiers"),
            )
        except Exception:
            continue
    return None, None


REQUIREMENTS, SPECIFIERS = packaging()


def fault(line):
    """What is wrong with one requirement of pip's; nothing if it is met or cannot be judged."""
    line = re.split(r"\s+#|\s+--", line.strip())[0].strip()
    if not line or line.startswith(("#", "-")) or "://" in line:
        return None
    if REQUIREMENTS is None:
        name = re.match(r"[A-Za-z0-9._-]+", line)
        return f"{line} is missing" if name and version_of(name.group()) is None else None
    try:
        wanted = REQUIREMENTS.Requirement(line)
    except Exception:
        return None
    if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
        return None
    found = version_of(wanted.name)
    if found is None and wanted.name == "mlflow":
        found = version_of("mlflow-skinny")  # the same code with fewer requirements
    if found is None:
        return f"{line} is missing"
    if not wanted.specifier.contains(found, prereleases=True):
        return f"{line} is wanted, found {found}"
    return None


def conda_fault(item):
    """Conda's packages need not be Python's: those that cannot be found are not judged."""
    name, _, wanted = re.sub(r"\s+", "", item).partition("=")
    wanted = wanted.lstrip("=").split("=")[0].rstrip("*").rstrip(".")
    found = sys.version.split()[0] if name == "python" else version_of(name)
    if found is None or not re.fullmatch(r"[0-9][0-9.]*", wanted):
        return None
    met = (found + ".").startswith(wanted + ".")
    return None if met else f"{name} {wanted} is wanted, found {found}"


def conda_faults(text):
    faults, inside, pip_indent = [], False, None
    for raw in text.splitlines():
        line = raw.split(" #")[0].rstrip()
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        indent = len(line) - len(line.lstrip())
        item = line.strip()
        if not item.startswith("-"):
            inside = item.startswith("dependencies:") and indent == 0
            pip_indent = None
            continue
        if not inside:
            continue
        item = item[1:].strip().strip("\"'")
        if pip_indent is not None and indent <= pip_indent:
            pip_indent = None
        if item == "pip:":
            pip_indent = indent
        elif pip_indent is not None:
            faults.append(fault(item))
        else:
            faults.append(conda_fault(item))
    return faults


def python_env_faults(text):
    """MLflow's file names the Python that a model was logged with; pickled code fits no other."""
    wanted = re.search(r"(?m)^python:\s*[\"']?(\d+\.\d+)", text)
    found = "%d.%d" % sys.version_info[:2]
    return [f"python {wanted.group(1)} is wanted, found {found}"] if wanted and wanted.group(1) != found else []


def requirements(folder):
    faults = []
    for name in (
        "requirements.txt",
        "conda.yaml",
        "conda.yml",
        "environment.yaml",
        "environment.yml",
        "python_env.yaml",
    ):
        path = os.path.join(folder, name)
        repeats = name.startswith("conda") and faults and by_mlflow(folder)
        if not os.path.isfile(path) or repeats:
            continue
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read(1 << 20)
        if name.endswith(".txt"):
            found = [fault(line) for line in text.splitlines()]
        else:
            found = python_env_faults(text) if name.startswith("python_env") else conda_faults(text)
        faults.extend(f"{name}: {one}" for one in found if one)
    return faults


def by_mlflow(folder):
    """MLflow writes down all that was installed when a model was logged: more than it needs."""
    return os.path.isfile(os.path.join(folder, "MLmodel"))


def main():
    module, folders = sys.argv[1], sys.argv[2:]
    sys.path.insert(0, folders[0])
    try:
        found = importlib.util.find_spec(module.split(".")[0]) is not None
    except Exception:
        found = False
    print(
        json.dumps(
            {
                "python": sys.version.split()[0],
                "mlserver": version_of("mlserver"),
                "module": found,
                "faults": [one for folder in folders if not by_mlflow(folder) for one in requirements(folder)][:20],
                "advice": [one for folder in folders if by_mlflow(folder) for one in requirements(folder)][:20],
            }
        )
    )


main()
