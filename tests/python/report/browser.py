"""Opens a page in Chromium, if there is one, and says what can be seen there."""

import html
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PROGRAM = next(filter(None, map(shutil.which, NAMES)), None)
MISSING = "No browser is installed (apt-get install chromium), so that nobody looks at the report."
# Runs in the page when it is there.
MEASURE = """
const shown = element => element.getBoundingClientRect().width > 0;
const drawings = [...document.querySelectorAll('svg')].filter(shown);
const over = (inner, outer) => inner.right > outer.right + 1 || inner.left < outer.left - 1;
const page = {left: 0, right: innerWidth};
const scrolled = element => element.closest('.scroll') && !element.matches('.scroll');
const measured = {
  width: innerWidth,
  needed: document.documentElement.scrollWidth,
  isDark: matchMedia('(prefers-color-scheme: dark)').matches,
  background: getComputedStyle(document.body).backgroundColor,
  ink: getComputedStyle(document.body).color,
  drawings: drawings.length,
  empty: drawings.filter(d => d.getBBox().width === 0).length,
  loaded: performance.getEntriesByType('resource').map(entry => entry.name),
  overflowing: [...document.querySelectorAll('body *')]
    .filter(e => shown(e) && !e.closest('svg') && !scrolled(e))
    .filter(e => over(e.getBoundingClientRect(), page))
    .map(e => e.outerHTML.slice(0, 120)),
  clipped: drawings.flatMap(d => [...d.querySelectorAll('text')].filter(shown)
    .filter(t => over(t.getBoundingClientRect(), d.getBoundingClientRect()))
    .map(t => t.textContent)),
};
parent.postMessage(JSON.stringify(measured), '*');
"""
# No window of Chromium is as narrow as a telephone; a frame is, and takes light or dark from here.
FRAME = """<!DOCTYPE html><meta name="color-scheme" content="light dark"><title>frame</title>
<pre id="measured"></pre>
<script>
addEventListener('message', event => { measured.textContent = event.data; });
</script>
<iframe src="page.html" width="{width}" height="900" style="border: 0"></iframe>
"""


@dataclass
class View:
    """What a page looks like in one window.

    Attributes:
        measured: dict of what `MEASURE` found.
        errors: messages of the console.
    """

    measured: dict
    errors: list[str]


def look(page, folder, *, width, is_dark=False):
    """Open an HTML text in a window of so many pixels."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_text(page.replace("</body>", f"<script>{MEASURE}</script></body>"))
    frame = folder / "frame.html"
    frame.write_text(FRAME.replace("{width}", str(width)))
    command = [
        *(PROGRAM, "--headless", "--disable-gpu", "--enable-logging=stderr", "--no-first-run"),
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
        *(f"--user-data-dir={folder / 'profile'}", "--window-size=1400,1000"),
        f"--blink-settings=preferredColorScheme={0 if is_dark else 1}",
        *("--virtual-time-budget=5000", "--dump-dom", frame.as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    found = re.search(r'<pre id="measured">(.+?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stdout[-2000:] + done.stderr
    return View(
        json.loads(html.unescape(found.group(1))),
        [line for line in done.stderr.splitlines() if "CONSOLE" in line],
    )
