"""The options of pip, uv, conda, mamba and apt: which take a value, and how words are read.

Read from pip 25.2 (``InstallCommand``, whose parser has the general options, too), uv 0.13
(``uv pip install --help``), conda 26.7 (``conda/cli/helpers.py``), mamba 2
(``micromamba/src/common_options.cpp``) and apt-get(8). What is proven is proven in
tests/proofs/repo2docker and tests/proofs/uv.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct


class Refused(Exception):  # noqa: N818 - named for what pip does
    """pip refuses the line; the message is pip's reason."""


class OptionTable(Struct, frozen=True):
    """The options of one program.

    ``short`` leads from a letter with its hyphen to the long name. ``abbreviates``: an unambiguous
    beginning of a long name is enough.
    """

    valued: frozenset[str]
    flags: frozenset[str]
    short: Mapping[str, str]
    abbreviates: bool = True

    def full_name(self, flag: str) -> str:
        """Return the long option that ``flag`` is or begins; raises Refused."""
        if flag in self.valued or flag in self.flags:
            return flag
        known = self.valued | self.flags if self.abbreviates else ()
        candidates = [name for name in known if name.startswith(flag)]
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            raise Refused(f"ambiguous option: {flag} ({', '.join(sorted(candidates))}?)")
        raise Refused(f"no such option: {flag}")


class OptionWord(Struct, frozen=True):
    """An option or (``name`` "") a plain word; ``word`` and ``last`` are its places in the list."""

    name: str
    value: str
    word: int
    last: int


def read_words(
    words: Sequence[str], table: OptionTable, *, strict: bool = False
) -> Iterator[OptionWord]:
    """Yield options and plain words in their order, as Python's optparse and argparse read them.

    Raises Refused for an ambiguous abbreviation and a missing value, and if ``strict`` for options
    that are not known; else these are taken for flags of a newer release.
    """
    index = 0
    while index < len(words):
        word, start = words[index], index
        index += 1
        if word == "--":
            yield from (OptionWord("", words[at], at, at) for at in range(index, len(words)))
            return
        if not word.startswith("-") or word == "-":
            yield OptionWord("", word, start, start)
            continue
        for name, flag, value in _split(word, table, strict):
            if value is None and name in table.valued:
                if index == len(words):
                    raise Refused(f"{flag} option requires 1 argument")
                value, index = words[index], index + 1
            yield OptionWord(name, value or "", start, index - 1)


def _split(word: str, table: OptionTable, strict: bool) -> Iterator[tuple[str, str, str | None]]:
    """Yield the options in one word: long name, as written, and value where it is in the word."""
    if word.startswith("--"):
        flag, equals, value = word.partition("=")
        try:
            name = table.full_name(flag)
        except Refused as refused:
            if strict or str(refused).startswith("ambiguous"):
                raise
            name = flag
        if equals and strict and name not in table.valued:
            raise Refused(f"{name} option does not take a value")
        yield name, flag, value if equals else None
        return
    for at in range(1, len(word)):
        flag = f"-{word[at]}"
        if strict and flag not in table.short:
            raise Refused(f"no such option: {flag}")
        name = table.short.get(flag, flag)
        if name in table.valued:
            # What follows in the word is the value, in conda and uv with or without `=`.
            yield name, flag, word[at + 1 :] or None
            return
        yield name, flag, None


_PIP_VALUED = frozenset(
    (
        *("--abi", "--cache-dir", "--cert", "--client-cert", "--config-settings", "--constraint"),
        *("--default-timeout", "--editable", "--exists-action", "--extra-index-url"),
        *("--find-links", "--global-option", "--group", "--implementation", "--index-url"),
        *("--keyring-provider", "--local-log", "--log", "--log-file", "--no-binary"),
        *("--only-binary", "--platform", "--prefix", "--progress-bar", "--proxy", "--pypi-url"),
        *("--python", "--python-version", "--report", "--requirement", "--resume-retries"),
        *("--retries", "--root", "--root-user-action", "--source", "--source-dir"),
        *("--source-directory", "--src", "--target", "--timeout", "--trusted-host"),
        *("--upgrade-strategy", "--use-deprecated", "--use-feature"),
    )
)
_PIP_FLAGS = frozenset(
    (
        *("--break-system-packages", "--check-build-dependencies", "--compile", "--debug"),
        *("--disable-pip-version-check", "--dry-run", "--force-reinstall", "--help"),
        *("--ignore-installed", "--ignore-requires-python", "--isolated"),
        *("--no-build-isolation", "--no-cache-dir", "--no-clean", "--no-color", "--no-compile"),
        *("--no-dependencies", "--no-deps", "--no-index", "--no-input"),
        *("--no-python-version-warning", "--no-use-pep517", "--no-user", "--no-warn-conflicts"),
        *("--no-warn-script-location", "--pre", "--prefer-binary", "--quiet", "--require-hashes"),
        *("--require-venv", "--require-virtualenv", "--upgrade", "--use-pep517", "--user"),
        *("--verbose", "--version"),
    )
)
_PIP_SHORT = {
    "-r": "--requirement",
    "-c": "--constraint",
    "-e": "--editable",
    "-t": "--target",
    "-U": "--upgrade",
    "-I": "--ignore-installed",
    "-C": "--config-settings",
    "-i": "--index-url",
    "-f": "--find-links",
    "-h": "--help",
    "-v": "--verbose",
    "-V": "--version",
    "-q": "--quiet",
}
PIP = OptionTable(_PIP_VALUED, _PIP_FLAGS, _PIP_SHORT)

_IN_FILES = frozenset(
    (
        *("--index-url", "--pypi-url", "--extra-index-url", "--no-index", "--constraint"),
        *("--requirement", "--editable", "--find-links", "--no-binary", "--only-binary"),
        *("--prefer-binary", "--require-hashes", "--pre", "--trusted-host", "--use-feature"),
        *("--global-option", "--config-settings"),
    )
)
#: Those of a line in a requirements file (``pip/_internal/req/req_file.py``).
PIP_IN_FILES = OptionTable(
    (_PIP_VALUED & _IN_FILES) | {"--hash"},
    _PIP_FLAGS & _IN_FILES,
    {letter: name for letter, name in _PIP_SHORT.items() if name in _IN_FILES},
)

UV = OptionTable(
    frozenset(
        (
            *("--requirements", "--requirement", "--editable", "--no-editable-package"),
            *("--constraints", "--constraint", "--overrides", "--override", "--excludes"),
            *("--exclude", "--build-constraints", "--build-constraint", "--extra", "--cert"),
            *("--group", "--target", "--prefix", "--no-binary", "--only-binary"),
            *("--python-version", "--python-platform", "--output-format", "--torch-backend"),
            *("--index", "--default-index", "--index-url", "--extra-index-url", "--find-links"),
            *("--index-strategy", "--keyring-provider", "--upgrade-package", "--upgrade-group"),
            *("--resolution", "--prerelease", "--prerelease-package", "--fork-strategy"),
            *("--exclude-newer", "--exclude-newer-package", "--no-sources-package"),
            *("--reinstall-package", "--link-mode", "--config-setting", "--config-settings"),
            *("--config-settings-package", "--no-build-isolation-package", "--cache-dir"),
            *("--refresh-package", "--python", "--color", "--allow-insecure-host"),
            *("--directory", "--project", "--config-file"),
        )
    ),
    frozenset(),
    {
        "-r": "--requirements",
        "-e": "--editable",
        "-c": "--constraints",
        "-t": "--target",
        "-b": "--build-constraints",
        "-i": "--index-url",
        "-f": "--find-links",
        "-P": "--upgrade-package",
        "-C": "--config-setting",
        "-p": "--python",
    },
    abbreviates=False,
)

CONDA = OptionTable(
    frozenset(
        (
            *("--name", "--prefix", "--file", "--channel", "--repodata-fn", "--experimental"),
            *("--exclude-newer", "--solver", "--console", "--subdir", "--platform"),
            *("--shortcuts-only", "--environment-specifier", "--env-spec", "--format"),
            *("--revision", "--cwd"),
        )
    ),
    frozenset(("--force", "--force-reinstall", "--freeze-installed", "--channel-priority")),
    {"-n": "--name", "-p": "--prefix", "-f": "--file", "-c": "--channel"},
)

MAMBA = OptionTable(
    CONDA.valued
    | {
        *("--rc-file", "--log-level", "--root-prefix", "--relocate-prefix", "--ssl-verify"),
        *("--cacert-path", "--repodata-ttl", "--channel-priority", "--channel-alias"),
        *("--lock-timeout", "--safety-checks", "--trusted-channels", "--category", "--env"),
        *("--attach", "--label"),
    },
    frozenset(),
    {**CONDA.short, "-r": "--root-prefix", "-a": "--attach", "-e": "--env"},
    abbreviates=False,
)

APT = OptionTable(
    frozenset(("--option", "--target-release", "--config-file", "--host-architecture")),
    frozenset(),
    {"-o": "--option", "-t": "--target-release", "-c": "--config-file"},
    abbreviates=False,
)
