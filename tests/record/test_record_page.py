"""docs/record.md names every command and every kind of link, and no other."""

import pathlib
import re

from dragoman import cli_ask, cli_record, cli_serve
from dragoman.cli_record import Kind

PAGE = (pathlib.Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")


def test_every_command_is_there() -> None:
    table = PAGE.partition("| command |")[2].partition("\n\n")[0]
    named = {word for row in table.splitlines() for word in re.findall(r"`([a-z]+)(?: [A-Z…]+)*`", row.split("|")[1])}
    parts = (cli_record, cli_ask, cli_serve)
    assert named == {command.name for part in parts for command in part._commands.registered_commands}


def test_every_kind_of_link_is_there() -> None:
    table = PAGE.partition("| kind |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == set(Kind)
