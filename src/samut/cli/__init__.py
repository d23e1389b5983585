"""The command line: `samut …`. Thin: each command calls one function and prints what it found.

Each command stands in a module of its own and is loaded when it is called, so that none waits for
what another needs.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from samut import __version__

# The command's name, and module:attribute of the command.
COMMANDS = {
    "assess": "samut.cli.assess:assess_command",
    "audit": "samut.cli.audit:audit",
    "change": "samut.cli.measure:change",
    "check": "samut.cli.check:check",
    "code": "samut.cli.code:code",
    "doctor": "samut.cli.workspace:doctor",
    "doubts": "samut.cli.doubts:doubts",
    "fold": "samut.cli.fold:fold",
    "import": "samut.cli.importing:import_command",
    "init": "samut.cli.workspace:init",
    "keys": "samut.cli.keys:keys",
    "life-cycle": "samut.cli.life_cycle:life_cycle",
    "link": "samut.cli.linking:link_command",
    "measure": "samut.cli.measure:measure",
    "missed": "samut.cli.missed:missed",
    "money": "samut.cli.money:money",
    "open-data": "samut.cli.open_data:open_data",
    "panel": "samut.cli.panel:panel",
    "profile": "samut.cli.profile:profile",
    "quarantine": "samut.cli.quarantine:quarantine",
    "run": "samut.cli.run:run",
    "search": "samut.cli.search:search_group",
    "serve": "samut.cli.serving:serve",
    "synth": "samut.cli.synth:synth_group",
    "targets": "samut.cli.target_lists:targets",
    "what-if": "samut.cli.what_if:what_if",
    "work": "samut.cli.work:work",
}


class LoadedWhenCalled(click.Group):
    """The group of all commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.command(cls=LoadedWhenCalled, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="samut")
@click.option("--workspace", "folder", type=click.Path(path_type=Path), help="The workspace folder.")
@click.pass_context
def main(context: click.Context, folder: Path | None) -> None:
    """Samut (สมุด): find the households left behind, and stay with each until it no longer is.

    Without --workspace: the nearest samut.toml upwards, then ./demo.
    """
    context.obj = folder
