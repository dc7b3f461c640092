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


def requirements(folder):
    faults = []
    for name in ("requirements.txt", "conda.yaml", "conda.yml", "environment.yaml", "environment.yml"):
        path = os.path.join(folder, name)
        if not os.path.isfile(path):
            continue
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read(1 << 20)
        found = [fault(line) for line in text.splitlines()] if name.endswith(".txt") else conda_faults(text)
        faults.extend(f"{name}: {one}" for one in found if one)
    return faults


def main():
    module, folder = sys.argv[1], sys.argv[2]
    sys.path.insert(0, folder)
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
                "faults": requirements(folder)[:20],
            }
        )
    )


main()
