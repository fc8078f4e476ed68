"""Environment markers as pip on Binder evaluates them."""

from functools import lru_cache

from voila_lint.versions.base_image import python_release


@lru_cache(maxsize=1024)
def applies(marker: str | None, python: str, extras: tuple[str, ...] = ()) -> bool:
    """Return whether a requirement with ``marker`` is installed on Linux by CPython ``python``.

    ``extras`` are those of the project whose requirement it is. A marker that cannot be
    evaluated counts as true.
    """
    if marker is None:
        return True
    from packaging.markers import Marker

    release = python_release(python)
    environment = {
        "implementation_name": "cpython",
        "implementation_version": release,
        "os_name": "posix",
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Linux",
        "platform_version": "",
        "python_full_version": release,
        "python_version": python,
        "sys_platform": "linux" if python != "2.7" else "linux2",
    }
    try:
        parsed = Marker(marker)
        return any(parsed.evaluate({**environment, "extra": extra}) for extra in extras or ("",))
    except Exception:  # packaging raises several kinds; a doubt is no reason to leave it out
        return True
