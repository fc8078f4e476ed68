"""Requirements files made at random, for pip to judge."""

import random

LINES = (
    *("voila", "voila==0.5.8", "numpy >=1.20, <2", "numpy=1.0", "pkg 1.0", "a b", "pip install x"),
    *("requests[socks,security]>=2", "foo[", "foo; python_version < '3'", "foo ; os_name=='x'"),
    *("foo;sys_platform=='win32'", "foo; nonsense", "# comment", "  # comment", "foo # comment"),
    *("foo#comment", "foo \\", "  ==1.0", "foo==1.0 \\", "--hash=sha256:abc", "-e .", "-e ./pkg"),
    *("-e pkg", "-e nowhere", "-e git+https://x.org/a.git#egg=a", "-e", "./pkg", "pkg/", "pkg"),
    *("./nowhere", "wheels/x-1.0-py3-none-any.whl", "./bad.whl", "x-1.0-py3-none-any.whl"),
    *("git+https://x.org/a.git", "git+https://x.org/a.git@main#egg=a[b]", "https;//x.org/a"),
    *("https://x.org/a-1.0-py3-none-any.whl", "https://x.org/a.zip", "a @ https://x.org/a.zip"),
    *("a @ git+https://x.org/a.git", "a@https://x.org/a.whl", "-r other.txt", "-r nowhere.txt"),
    *("-c other.txt", "--requirement other.txt", "--req other.txt", "-rother.txt", "--foo", "-x"),
    *("--index-url https://x.org", "-i https://x.org", "--extra-index-url", "--pre", "--no-index"),
    *("--find-links ./wheels", "-f https://x.org", "--no-binary :all:", "--prefer-binary"),
    *("foo --global-option=x", "foo --pre", "foo -r other.txt", "'foo'", '"foo"', "foo,", "foo=="),
    *("foo===1.0", "foo~=1", "foo~=1.0", "foo==1.*", "foo>=1.*", "foo>1.0a", "foo<>1", "foo!=1"),
    *("foo==1.0.post1+local", "foo(>=1)", "foo (>=1)", ".", "..", "-", "--", "é", "naïve==1"),
    *("foo==", "foo>=", "==1", "Foo.Bar_baz", "_foo", "foo_", "1foo", "foo @", "@foo", "foo@1.0"),
    *("channels:", "- numpy", "numpy:1.0", "numpy>=1.0.0,", "numpy>=1;", "numpy 1.0", "https://"),
    *("svn+ssh://x.org/y", "ssh://git@x.org/y", "file:./pkg", "file:///nowhere", "C:\\x", "a\\b"),
    *("foo ;python_version>='3'", "foo\t==1", "foo\u00a0==1", "foo==1\u2028bar", "foo;", ";foo"),
    *("--trusted-host x.org", "--require-hashes", "--use-feature fast-deps", "--editable=./pkg"),
    *("pywin32==306; platform_system == 'Windows'", "foo==1.0 --hash=sha256:aa", "[foo]", "foo[]"),
)


def requirements(seed: int) -> str:
    """Return the requirements file number ``seed``."""
    chance = random.Random(seed)
    text = "\n".join(chance.choices(LINES, k=chance.choice((1, 1, 1, 1, 2, 3))))
    if chance.random() < 0.15:
        place = chance.randrange(len(text) or 1)
        character = chance.choice("#;=<>[](),.-@:/\\'\" \t&~!é")
        text = text[:place] + character + text[place + chance.randint(0, 1) :]
    return text + chance.choice(("", "\n"))
