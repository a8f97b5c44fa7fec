"""What the pages say: their blocks of code, their commands, their links."""

import re
import shlex
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from dbt_project import ROOT

PAGES = sorted(
    [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*/README.md")]
)
SHELL = {"sh", "bash"}
# Words of a shell that start a command of no program.
SHELL_WORDS = {"export", "cp"}
PROGRAMS = {"make", "dbt", "python"}


@dataclass(frozen=True)
class Block:
    """A fenced block: its page, the line it begins in, its language ("" for none), its text."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self):
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page):
    """All fenced blocks of a page, in order."""
    lines = page.read_text().splitlines()
    begun = None
    for number, line in enumerate(lines):
        if line.startswith("```"):
            if begun is None:
                begun = number
                continue
            text = "\n".join(lines[begun + 1 : number])
            yield Block(page, begun + 1, lines[begun].removeprefix("```"), text)
            begun = None
    assert begun is None, f"{page}: a block is not closed"


def all_blocks(*languages):
    return [block for page in PAGES for block in blocks(page) if block.language in languages]


def prose(page):
    """The text of a page outside its blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)


def words_of(command):
    """The words of a command, without comment, without variables set for it alone, and with the
    program's name for its path.
    """
    words = shlex.split(command, comments=True)
    while words and re.match(r"[A-Z_]+=", words[0]):
        words = words[1:]
    if words and words[0].startswith(".venv"):
        words[0] = Path(words[0]).name
    return words


def commands_in(block):
    """The commands of a block of shell, each as its words; a text in quotes may have line ends."""
    text, found = "", []
    for line in block.text.splitlines():
        text += line + "\n"
        try:
            words = words_of(text)
        except ValueError:
            # The quotation goes on.
            continue
        text = ""
        found += one_by_one(words)
    assert not text, block
    return found


def one_by_one(words):
    """Commands that are chained by &&, each as its words."""
    joints = [-1, *(place for place, word in enumerate(words) if word == "&&"), len(words)]
    parts = [words[left + 1 : right] for left, right in pairwise(joints)]
    return [part for part in parts if part]


def is_command_block(block):
    """Whether a block without a language is of commands rather than a picture in letters."""
    programs = [line.split()[0] for line in block.text.splitlines() if line.strip()]
    return bool(programs) and set(programs) <= PROGRAMS


def shell_commands():
    """Pairs of place and words: blocks of shell, blocks of commands, and commands within text."""
    for block in all_blocks(*SHELL, ""):
        if block.language or is_command_block(block):
            for words in commands_in(block):
                yield str(block), words
    for page in PAGES:
        for span in re.findall(r"`((?:make|dbt|python) [^`]+)`", prose(page)):
            for words in one_by_one(words_of(span.replace("\n", " "))):
                yield str(page.relative_to(ROOT)), words
