"""Write the notebooks in both languages from their sources and run them: python notebooks/build.py [NUMBER ...]

A source is one file in jupytext's percent format, `N_name.py`. Its code stands there once; words stand twice, in cells
tagged `en` and `zh`. It becomes `N_name.ipynb` and `N_name.zh.ipynb`.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
LANGUAGES = ("en", "zh")
SECONDS = 1800  # a cell may take on a busy machine; on two idle cores a notebook takes less than a minute


def sources() -> list[Path]:
    """The sources, in order of their numbers."""
    return sorted(HERE.glob("[0-9]_*.py"))


def written_to(source: Path, lang: str) -> Path:
    """Where a notebook goes."""
    return source.with_suffix(".ipynb" if lang == "en" else f".{lang}.ipynb")


def build(source: Path, lang: str) -> Any:
    """The notebook of a source in one language, not yet run.

    Raises ValueError for a cell of words without a language: it would be in both notebooks.
    """
    whole = jupytext.read(source, fmt="py:percent")
    cells = []
    for cell in whole.cells:
        tags = [tag for tag in cell.metadata.get("tags", []) if tag in LANGUAGES]
        if cell.cell_type == "markdown" and len(tags) != 1:
            start = cell.source[:40]
            raise ValueError(f"{source.name}: tag this cell of words with one of {LANGUAGES}: {start!r}")
        if tags and lang not in tags:
            continue
        name = f"cell-{len(cells) + 1}"
        if cell.cell_type == "markdown":
            cells.append(nbformat.v4.new_markdown_cell(_joined(cell.source), id=name))
        else:
            metadata = {"tags": ["words"]} if tags else {}
            cells.append(nbformat.v4.new_code_cell(cell.source, id=name, metadata=metadata))
    return nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )


def _joined(text: str) -> str:
    """The text without line breaks between Chinese characters: a browser would draw each as a space."""
    return re.sub(r"(?<=[\u2018-\u9fff\uff00-\uffef])\n(?:> )?(?=[\u2018-\u9fff\uff00-\uffef])", "", text)


def run(notebook: Any) -> Any:
    """The notebook with its outputs, run in an empty folder by this very Python and this very tree.

    Raises nbclient's CellExecutionError where a cell fails: also an assertion on what the prose says.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(HERE.parent), os.environ.get("PYTHONPATH")])),
        # of a progress bar that Mesa could draw and nobody here does
        "PYTHONWARNINGS": "ignore:IProgress not found",
    }
    with tempfile.TemporaryDirectory() as folder:
        # a socket of the file system: nobody else on the machine can send it code
        socket, inside = Path(folder) / "kernel", Path(folder) / "work"
        inside.mkdir()
        kernel = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=str(socket))
        where = {"metadata": {"path": str(inside)}}
        NotebookClient(notebook, km=kernel, timeout=SECONDS, resources=where).execute(
            env=environment, cleanup_kc=True
        )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # when it was run changes every time
    return notebook


def code(notebook: Any) -> list[str]:
    """The code that both languages share: all but the cell that holds the language and its words."""
    return [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and "words" not in cell.metadata.get("tags", [])
    ]


def texts(notebook: Any) -> list[str]:
    """What the cells printed or showed, without pictures."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                found.append(output.text)
            elif output.output_type == "error":
                found.append("\n".join(output.traceback))
            else:
                shown = output.data.get("text/markdown") or output.data.get("text/plain", "")
                found.append(re.sub(r"<Figure size [^>]*>", "<Figure>", shown))
    return found


def main(arguments: list[str]) -> int:
    """Build all notebooks, or those with the numbers given."""
    for source in sources():
        if arguments and source.name.split("_")[0] not in arguments:
            continue
        for lang in LANGUAGES:
            path = written_to(source, lang)
            nbformat.write(run(build(source, lang)), path)
            print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
