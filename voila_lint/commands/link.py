"""``voila-lint link``: the launch links of a repository's apps, from its git remote."""

import argparse
from collections.abc import Iterator, Sequence

from voila_lint import settings
from voila_lint.checking import errors_for
from voila_lint.commands import CLEAN, say
from voila_lint.commands.parser import Parser
from voila_lint.commands.targets import Target, target
from voila_lint.errors import UsageError
from voila_lint.finding import Finding
from voila_lint.git import without_credentials
from voila_lint.links.making import badge, launch_link, link_origin
from voila_lint.links.pages import is_hidden
from voila_lint.report import place, row
from voila_lint.repository import Repository
from voila_lint.rules import selected

BADGES = ("markdown", "html", "rst")


def run(arguments: Sequence[str]) -> int:
    """Print the launch links that the arguments ask for."""
    parser = Parser(
        prog="voila-lint link", description="Prints launch links that open the apps on Binder."
    )
    parser.add_argument(
        "path",
        nargs="?",
        default=".",
        metavar="NOTEBOOK",
        help="the notebook to link, or the repository's folder for all of its apps (default)",
    )
    parser.add_argument(
        "--badge", choices=BADGES, help="print a badge for a document, not the link"
    )
    parser.add_argument(
        "--ref", default="HEAD", help="branch or tag (default: HEAD, the default branch)"
    )
    parser.add_argument(
        "--hub", default="https://mybinder.org", metavar="ADDRESS", help="another BinderHub"
    )
    for line in lines(parser.parse_args(arguments)):
        print(row(line))
    return CLEAN


def lines(options: argparse.Namespace) -> Iterator[str]:
    """Yield what is to be printed, one item per app; doubts go to stderr.

    Raises UsageError where the remote, the notebook or the app that is asked for is not there.
    """
    asked = target(options.path)
    project = asked.project
    if project.git_top is None:
        raise UsageError(f"{options.path}: not in a git repository, so there is nothing to link to")
    repository = Repository(project, settings.load(project.reader))
    named = repository.settings.repository is not None
    origin = (
        repository.links.remote if named else link_origin(repository.project.remote_address or "")
    )
    if origin is None:
        raise UsageError(
            _no_remote(repository.project.remote_address, repository.project.remotes.addresses)
        )
    hub = options.hub if "://" in options.hub else f"https://{options.hub}"
    notebooks = _notebooks(repository, asked)
    for note in notes(repository, asked, notebooks):
        say(note)
    for notebook in notebooks:
        url = launch_link(
            origin.repository, options.ref, notebook, hub=hub, provider=origin.provider
        )
        yield url if options.badge is None else badge(url, options.badge, hub)
    repository.failures.raise_first()


def notes(repository: Repository, asked: Target, notebooks: Sequence[str]) -> Iterator[str]:
    """Yield what somebody should know who publishes links to these notebooks, one line each."""
    for folder in asked.paths - asked.files:
        yield f"note: Binder builds from the repository's top, {asked.root}, not from {folder}/"
    this = "this link" if len(notebooks) == 1 else "these links"
    obstacle = _obstacle(repository)
    if obstacle is not None:
        yield f"warning: {this} will not work yet: {obstacle}"
        return
    errors = _errors(repository, notebooks)
    if errors:
        others = f" (and {len(errors) - 1} more: see `voila-lint`)" if len(errors) > 1 else ""
        first = f"{place(errors[0])}: {errors[0].code} {errors[0].message}"
        yield f"warning: not all will work behind {this} yet: {first}{others}"


def _obstacle(repository: Repository) -> str | None:
    """Return what keeps every app of the repository from starting, None where nothing is known."""
    plan = repository.plan
    if plan.error is not None:
        return f"the build fails at {plan.error.path or 'the repository'}: {plan.error.message}"
    if plan.fallback:
        return "the build fails, for no file says what to install (see `voila-lint`)"
    if repository.builds and repository.server_provision.verdict("voila") == "no":
        path = repository.environment_path
        if path is None:
            return "nothing brings Voilà, so that visitors get 404: Not Found"
        return f"{path} does not bring Voilà, so that visitors get 404: Not Found"
    return None


def _errors(repository: Repository, notebooks: Sequence[str]) -> list[Finding]:
    """Return the errors that visitors of these notebooks meet."""
    reached = {*notebooks, *(use.path for path in notebooks for use in repository.uses(path))}
    active = selected(repository.settings.select, repository.settings.ignore)
    # What is wrong with the links that are there already is no matter of a new one.
    return [
        one for one in errors_for(repository, active, reached) if not one.code.startswith("VL3")
    ]


def _notebooks(repository: Repository, asked: Target) -> Sequence[str]:
    for path in asked.files:
        if not path.endswith((".ipynb", ".py")):
            raise UsageError(f"{path}: Voilà opens notebooks and Python scripts only")
        if path not in repository.project.files:
            raise UsageError(f"{path}: git ignores it, so Binder does not have it")
        if is_hidden(path) and not repository.shows_hidden:
            raise UsageError(f"{path}: the server shows nothing whose name begins with a dot")
        return (path,)
    inside = "".join(f"{folder}/" for folder in asked.paths)
    found = [
        name
        for name, status in repository.apps.status.items()
        if status.is_app
        and name.startswith(inside)
        and (repository.shows_hidden or not is_hidden(name))
    ]
    if not found:
        raise UsageError("no app found here: no notebook shows widgets; name the notebook to link")
    return sorted(found)


def _no_remote(address: str | None, addresses: object) -> str:
    if address is not None:
        shown = without_credentials(address)
        return (
            f"the git remote `{shown}` is not one that Binder can read; push to a public host, or "
            "name the repository in the setting `repository`"
        )
    if addresses:
        return "several git remotes and none called `origin`: which one is meant is not known"
    return "the repository has no git remote yet: push it to GitHub or GitLab first"
