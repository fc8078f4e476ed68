"""Make ``tests/proofs/libraries/image.txt``: the shared libraries of Binder's base image.

Binder's image is Ubuntu's buildpack-deps:24.04 with three packages that repo2docker 2026.4.0 adds.
The packages are those that the Dockerfiles name (https://github.com/docker-library/buildpack-deps,
MIT, ``ubuntu/noble``; repo2docker/buildpacks/base.py). What these bring along, and the libraries
in all of them, apt and apt-file are asked on a machine with Debian 12, from which the image was
not made: versions of libraries may differ, which is why only names without the number of the
release behind ``.so.N`` are written. ::

    apt-get install apt-file && apt-file update && python tools/build_image_libraries.py
"""

import re
import subprocess
from pathlib import Path

TARGET = Path(__file__).parents[1] / "tests" / "proofs" / "libraries" / "image.txt"

PACKAGES = """
    ca-certificates curl gnupg netbase sq wget tzdata git mercurial openssh-client subversion procps
    autoconf automake bzip2 default-libmysqlclient-dev dpkg-dev file g++ gcc imagemagick libbz2-dev
    libc6-dev libcurl4-openssl-dev libdb-dev libevent-dev libffi-dev libgdbm-dev libglib2.0-dev
    libgmp-dev libjpeg-dev libkrb5-dev liblzma-dev libmagickcore-dev libmagickwand-dev
    libmaxminddb-dev libncurses5-dev libncursesw5-dev libpng-dev libpq-dev libreadline-dev
    libsqlite3-dev libssl-dev libtool libwebp-dev libxml2-dev libxslt1-dev libyaml-dev make patch
    unzip xz-utils zlib1g-dev locales less gettext-base
"""


def output(*command: str, given: str = "") -> str:
    """What a command prints."""
    done = subprocess.run(command, input=given, check=True, capture_output=True, text=True)
    return done.stdout


def main() -> None:
    """Ask apt for the packages, and apt-file for their libraries."""
    empty = ("-o", "Dir::State::status=/dev/null", "--no-install-recommends")
    simulated = output("apt-get", "install", "--simulate", *empty, *PACKAGES.split())
    # What Debian calls essential is in each image, whether named or not.
    essential = output("dpkg-query", "-W", "-f", "${Essential} ${Package}\n")
    packages = {
        *re.findall(r"^Inst (\S+)", simulated, re.MULTILINE),
        *re.findall(r"^yes (\S+)", essential, re.MULTILINE),
    }
    patterns = "\n".join(sorted(packages)) + "\n"
    files = output("apt-file", "--from-file", "list", "-", given=patterns)
    libraries = set(
        re.findall(r"^\S+: /(?:usr/)?lib\S*/([^/\s]+\.so\.\d+)\S*$", files, re.MULTILINE)
    )
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(sorted(libraries)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
