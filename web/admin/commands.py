"""Short commands that change the portal or look at it: run to their end while who asked waits."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from web.admin.conflict import Conflict
from web.admin.job_progress import troubles


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: its exit code, and what it wrote."""

    code: int
    out: bytes
    err: bytes


@dataclass(frozen=True, slots=True)
class Commands:
    """The command line of a portal; ``command`` is what actions are appended to."""

    command: tuple[str, ...]
    portal: Path

    def where(self) -> tuple[str, ...]:
        """The options that name the portal."""
        return ("--data", str(self.portal.parent), "--name", self.portal.name)

    async def run(self, action: str, *arguments: str) -> Outcome:
        """Runs an action to its end, whatever it is."""
        process = await asyncio.create_subprocess_exec(
            *self.command,
            action,
            *self.where(),
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        out, err = await process.communicate()
        return Outcome(process.returncode or 0, out, err)

    async def do(self, action: str, *arguments: str) -> str:
        """Runs an action that must succeed; returns what it printed. Raises Conflict with what it said."""
        outcome = await self.run(action, *arguments)
        if outcome.code:
            raise Conflict(troubles(outcome.err) or f"La commande {action} a échoué (code {outcome.code}).")
        return outcome.out.decode("utf-8", "replace").strip()
