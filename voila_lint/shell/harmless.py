"""Commands of a postBuild that bring no Python module, each with the reason why."""

from voila_lint.pattern import pattern

#: Show, test, wait, set the shell's own state: they change no file.
_NOTHING = (
    *("echo", "printf", "set", "pwd", "ls", "export", "unset", "true", "false", ":", "exit"),
    *("sleep", "date", "which", "test", "[", "[[", "grep", "egrep", "head", "tail", "wc", "diff"),
    *("fi", "done", "id", "whoami", "hash", "type", "kill", "trap", "wait", "read", "return"),
    *("esac", "for", "case", "in", "shift", "local", "declare", "shopt", "ulimit", "umask"),
    *("sort", "uniq", "tr", "cut", "uname", "df", "du", "free", "nproc", "printenv"),
    *("find", "file", "basename", "dirname", "realpath", "stat", "ps", "nvidia-smi", "alias"),
)
#: Make, change or remove files that were there; no module that was not.
_FILES = (
    *("mkdir", "rm", "rmdir", "touch", "chmod", "chown", "cat", "tee", "sed", "awk", "perl"),
    *("gzip", "gunzip", "fc-cache", "fc-list", "mktemp", "dos2unix", "jq", "convert"),
)
#: Jupyter's commands build, list and switch on extensions; pip or conda have brought them.
_JUPYTER = ("jupyter", "jupyter-labextension", "jupyter-serverextension", "jupyter-nbextension")
#: Install for another language, or register its kernel.
_LANGUAGES = (
    *("npm", "npx", "yarn", "pnpm", "node", "corepack", "nvm", "gem", "iruby", "bundle", "R"),
    *("Rscript", "julia", "cargo", "rustup", "evcxr_jupyter", "go", "gophernotes"),
    *("ijsinstall", "tslab", "dotnet", "sbt", "java", "javac", "mvn", "tlmgr"),
)
#: The system's packages are for the system's own Python; and nobody is root there.
_SYSTEM = ("apt", "apt-get", "apt-cache", "dpkg", "ldconfig")
#: Fetch data, browsers and models, or set something up for later.
_TOOLS = (
    *("kaggle", "dvc", "nbstripout", "nbdime", "playwright", "huggingface-cli", "datalad"),
    *("jupytext", "jupyter-book", "pre-commit", "ssh-keygen", "ssh-keyscan", "locale-gen"),
    *("openssl", "md5sum", "sha256sum", "xvfb-run", "plotly_get_chrome", "python_kaleido"),
)

#: They bring no module, whatever their arguments are.
HARMLESS = frozenset((*_NOTHING, *_FILES, *_JUPYTER, *_LANGUAGES, *_SYSTEM, *_TOOLS))

#: Of those, the ones whose arguments may be code or commands.
TAKING_CODE = frozenset(("R", "Rscript", "julia", "perl", "node", "find", "xvfb-run", "trap"))

#: They put files in place whose names the command does not say.
PLACING = frozenset(
    (
        *("unzip", "tar", "7z", "7za", "unrar", "svn", "hg", "gdown", "rsync", "gsutil", "aws"),
        *("cp", "mv", "ln", "git-lfs", "rclone"),
    )
)

#: They bring files, which may be modules in places that nobody can foresee, but no distribution.
FETCHING = PLACING | {
    *("wget", "curl", "aria2c", "scp", "bzip2", "bunzip2", "xz", "unxz", "zip", "git", "patch"),
    "zenodo_get",
}

#: ``python -m``: they fetch data, register kernels, or look at code.
HARMLESS_MODULES = pattern(
    r"(?:nltk|textblob|gensim)(?:\.\w+)*|ipykernel(?:\.\w+)*|\w*kernel(?:\.\w+)*|sos_notebook.*"
    r"|nbconvert|nbformat|notebook|jupyter\w*|compileall|http\.server|json\.tool|pytest|unittest"
    r"|playwright|webbrowser|site|sysconfig|timeit|zipfile|tarfile|venv|virtualenv|pyppeteer.*"
)

#: ``ipython kernel install …`` and ``ipython profile create``: they write settings.
IPYTHON = frozenset(("kernel", "kernelspec", "profile", "history", "locate", "trust"))

#: What code says that installs something, in any language.
INSTALLS = pattern(
    r"\b(?:pip3?|pipx|conda\w*|mamba|micromamba|ensurepip|easy_install|poetry|piplite|reticulate"
    r"|py_install|setup\.py|uv)\b|\.whl\b|git[\"',\s]+clone"
)
