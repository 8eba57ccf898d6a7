"""Shows the golden comments as GitHub would, and takes pictures of them: `python -m peers.screenshots [name ...]`.

Without names, the pictures of `docs/screenshots/` are taken anew. With names, pictures of these go to a folder that
is printed, to be looked at. Needs node, the packages of this folder (`npm ci`) and Chromium.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from peers.screenshots import gfm

ROOT: Final = Path(__file__).parents[2]
GOLDEN: Final = ROOT / "tests" / "golden" / "comments"
PICTURES: Final = ROOT / "docs" / "screenshots"
SHOWN: Final = {"new_version": 1, "loss": 0, "drift": 2, "refused": 1, "applied": 0}
"""The comments of the documentation, and how many of their folded sections are open."""
WIDTH: Final = 1012
"""Pixels of a conversation on GitHub at desktop width, with its margins."""
CHROMIUM: Final = (
    *(
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
    ),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--hide-scrollbars", "--force-device-scale-factor=1"),
)
PAGE: Final = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="{css}">
<style>
body {{ margin: 0; padding: 16px; background: #fff }}
.markdown-body {{ border: 1px solid #d1d9e0; border-radius: 6px; padding: 16px; font-size: 14px }}
.markdown-body pre.diff span {{ display: block; min-height: 1em }}
.add {{ background: #dafbe1 }} .remove {{ background: #ffebe9 }} .change {{ background: #fff8c5 }}
</style>
<article class="markdown-body">{html}</article>
<script>
const colours = {{ "+": "add", "-": "remove", "!": "change" }};
for (const code of document.querySelectorAll("code.language-diff")) {{
  code.parentElement.classList.add("diff");
  const lines = code.textContent.replace(/\\n$/, "").split("\\n");
  code.replaceChildren(...lines.map((line) => {{
    const span = document.createElement("span");
    span.textContent = line;
    span.className = colours[line[0]] ?? "";
    return span;
  }}));
}}
document.title = String(document.documentElement.scrollHeight);
</script>"""


def main(names: list[str]) -> None:
    """Take the pictures that are asked for."""
    chosen = dict.fromkeys(names, 99) or SHOWN
    folder = Path(tempfile.mkdtemp(prefix="comments-")) if names else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    texts = [(GOLDEN / f"{name}.md").read_text() for name in chosen]
    for (name, unfolded), html in zip(chosen.items(), gfm.render(texts), strict=True):
        shoot(html.replace("<details>", "<details open>", unfolded), folder / f"{name}.png")
        print(folder / f"{name}.png")  # noqa: T201 - a script: this is its answer


def shoot(html: str, picture: Path) -> None:
    """Take a picture of a whole comment, as high as it is."""
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch) / "page.html"
        css = gfm.HERE / "node_modules" / "github-markdown-css" / "github-markdown-light.css"
        page.write_text(PAGE.format(css=css.as_uri(), html=html))
        measured = chromium(scratch, "--dump-dom", f"--window-size={WIDTH},200", page.as_uri())
        found = re.search(r"<title>(\d+)</title>", measured)
        assert found, "Chromium gave no height"
        size = f"--window-size={WIDTH},{found[1]}"
        chromium(scratch, f"--screenshot={picture}", size, page.as_uri())


def chromium(scratch: str, *arguments: str) -> str:
    """Run Chromium with a profile of its own and give what it printed."""
    profile = f"--user-data-dir={scratch}/profile"
    done = subprocess.run(
        [*CHROMIUM, profile, *arguments], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout


if __name__ == "__main__":
    main(sys.argv[1:])
