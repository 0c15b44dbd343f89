"""The notebook of the documentation, run on the demo.

python docs/notebook.py FOLDER [FILE]     run it where `tracker demo` was run, and keep what it shows
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parent / "notebooks/who-is-bound.ipynb"
_FORMAT = 4


def run(folder: Path) -> nbformat.NotebookNode:
    """The notebook with the output of now, in a folder that has `demo/tracker.db`. Raises CellExecutionError."""
    notebook = nbformat.read(NOTEBOOK, as_version=_FORMAT)
    with tempfile.TemporaryDirectory() as sockets:  # a port would be open to every user of the machine
        kernel = AsyncKernelManager(transport="ipc", ip=f"{sockets}/kernel")
        NotebookClient(notebook, km=kernel, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # when it ran
    notebook.metadata.pop("language_info", None)  # which Python
    return notebook


if __name__ == "__main__":
    nbformat.write(run(Path(sys.argv[1])), sys.argv[2] if len(sys.argv) > 2 else NOTEBOOK)
