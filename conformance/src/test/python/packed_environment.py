"""Packs a virtual environment by venv-pack: a small one, that finds all packages of this Python's.

Wants venv-pack.
"""

import pathlib
import subprocess
import sys
import sysconfig
import tempfile

import venv_pack

with tempfile.TemporaryDirectory() as work:
    home = pathlib.Path(work, "environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    packages = sysconfig.get_path("purelib", vars={"base": str(home)})
    pathlib.Path(packages, "sitecustomize.py").write_text(
        f"import site\n\nsite.addsitedir({sysconfig.get_path('purelib')!r})\n"
    )
    venv_pack.pack(prefix=str(home), output=sys.argv[1])
