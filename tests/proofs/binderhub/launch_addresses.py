"""Launch addresses to compare on: written by hand, and made from building blocks by a seed."""

import random

_HUB = "https://mybinder.org"
_TO_APP = "urlpath=voila/render/app.ipynb"
_REPOSITORY = f"{_HUB}/v2/gh/owner/repo/HEAD"


def _query(query: str) -> str:
    return f"{_REPOSITORY}?{query}"


HAND_WRITTEN = [
    _query("urlpath=%2Fvoila%2Frender%2FMy%2520App.ipynb"),
    _query("urlpath=%2Fvoila%2Frender%2FMy%20App.ipynb"),
    _query("urlpath=voila/render/My+App.ipynb"),
    _query("urlpath=voila/render/My App.ipynb"),
    _query("urlpath=voila/render/A%252520B.ipynb"),
    _query("urlpath=voila/render/A%25252520B.ipynb"),
    _query("urlpath=///voila/render/app.ipynb"),
    _query("labpath=voila/render/app.ipynb"),
    _query("labpath=%2Fvoila%2Frender%2Fapp.ipynb"),
    _query("filepath=app.ipynb"),
    _query("filepath=notebooks/"),
    _query("filepath=notebooks//"),
    _query(f"{_TO_APP}&labpath=b.ipynb"),
    _query(f"{_TO_APP}&labpath="),
    _query(f"{_TO_APP}&labpath"),
    _query(f"{_TO_APP}&filepath=c.ipynb"),
    _query("filepath=c.ipynb&labpath=b.ipynb"),
    _query("urlpath=voila/render/a.ipynb&urlpath=voila/render/b.ipynb"),
    _query("urlpath="),
    _query("urlPath=voila/render/app.ipynb"),
    _query("urlpath=voila"),
    _query("urlpath=voila/"),
    _query("urlpath=voila/render/R&D.ipynb"),
    _query("urlpath=voila/render/R%26D.ipynb"),
    _query("urlpath=voila/render/app.ipynb?voila-theme=dark"),
    _query("urlpath=voila%2Frender%2Fapp.ipynb%3Fa%3D1%26b%3D2"),
    _query("urlpath=voila/render/C%23.ipynb"),
    _query("urlpath=voila/render/C%2523.ipynb"),
    _query("urlpath=voila/render/C%252523.ipynb"),
    _query("urlpath=voila/render/C%2B%2B.ipynb"),
    _query("urlpath=voila/render/C%252B%252B.ipynb"),
    _query("urlpath=voila/render/%C3%89tudes.ipynb"),
    _query("urlpath=voila/render/Études.ipynb"),
    _query("urlpath=voila/render/100%.ipynb"),
    _query("urlpath=voila/render/100%25.ipynb"),
    _query("urlpath=voila/render/100%2525.ipynb"),
    _query("urlpath=voila/render/100%252525.ipynb"),
    _query("urlpath=voila/render/%FF.ipynb"),
    _query("urlpath=voila/render/%25FF.ipynb"),
    _query("urlpath=https://example.org/x"),
    _query("urlpath=//example.org/x"),
    _query("urlpath=%5C%5Cexample.org/x"),
    _query("urlpath=mailto:x"),
    _query("urlpath=https:voila/render/app.ipynb"),
    _query("urlpath=../other/lab"),
    _query("urlpath=voila/../lab"),
    _query("urlpath=voila/%252e%252e/lab"),
    _query("urlpath=%09voila/render/app.ipynb%0A"),
    _query("urlpath=?x=1"),
    _query("urlpath=%23x"),
    f"{_REPOSITORY}#{_TO_APP}",
    f"{_REPOSITORY}/#?{_TO_APP}",
    f"{_HUB}/v2/gh/owner/repo?{_TO_APP}",
    f"{_HUB}/v2/gh/owner/repo/?{_TO_APP}",
    f"{_HUB}/v2/gh/owner/repo//?{_TO_APP}",
    f"{_HUB}/v2/gh/owner?{_TO_APP}",
    f"{_HUB}/v2/gh/?{_TO_APP}",
    f"{_HUB}/v2/gh?{_TO_APP}",
    f"{_HUB}/v2/?{_TO_APP}",
    f"{_HUB}/v2/gh//repo/HEAD?{_TO_APP}",
    f"{_HUB}/v2/gh/owner/repo/feature/x?{_TO_APP}",
    f"{_HUB}/v2/gh/owner/repo/feature%2Fx?{_TO_APP}",
    f"{_HUB}/v2/gh/owner/repo/HEAD/?{_TO_APP}",
    f"{_HUB}/v2/gh/owner/repo/HEAD/app.ipynb",
    f"{_HUB}/v2/gh/owner/repo/tree/main?{_TO_APP}",
    f"{_HUB}/v2/gh/owner/repo.git/HEAD?{_TO_APP}",
    f"{_HUB}/v2/gh/owner/repo/a%0Ab?{_TO_APP}",
    f"{_HUB}/v2/gh/owner/repo/%FF?{_TO_APP}",
    f"{_HUB}/v2/gh/owner/../repo/HEAD?{_TO_APP}",
    f"{_HUB}/v2/gh/owner/repo/..?{_TO_APP}",
    f"{_HUB}\\v2\\gh\\owner\\repo\\HEAD?{_TO_APP}",
    f"{_HUB}//v2/gh/owner/repo/HEAD?{_TO_APP}",
    f"{_HUB}/V2/gh/owner/repo/HEAD?{_TO_APP}",
    f"{_HUB}/v2/GH/owner/repo/HEAD?{_TO_APP}",
    f"{_HUB}/v1/gh/owner/repo/HEAD?{_TO_APP}",
    f"{_HUB}/v2/owner/repo/HEAD",
    f"{_HUB}/v2/github/owner/repo/HEAD",
    f"{_HUB}/gh/owner/repo/HEAD",
    f"{_HUB}/repo/owner/name",
    f"{_HUB}/repo/owner/name/",
    f"{_HUB}/repo/owner",
    f"{_HUB}/repo/owner/name/voila/render/My%20App.ipynb",
    f"{_HUB}/repo/owner/name/a%2523b?x#y",
    f"{_HUB}/repo/owner/name?{_TO_APP}",
    f"http://mybinder.org/v2/gh/owner/repo/HEAD?{_TO_APP}",
    f"https://beta.mybinder.org/v2/gh/owner/repo/HEAD?{_TO_APP}",
    f"https://2i2c.mybinder.org/v2/gh/owner/repo/HEAD?{_TO_APP}",
    f"HTTPS://MyBinder.org:443/v2/gh/owner/repo/HEAD?{_TO_APP}",
    f"{_HUB}/v2/gist/user/0123abcd?{_TO_APP}",
    f"{_HUB}/v2/gist/user/0123abcd/HEAD?{_TO_APP}",
    f"{_HUB}/v2/gist/user/0123abcd/HEAD/more?{_TO_APP}",
    f"{_HUB}/v2/gist/user?{_TO_APP}",
    f"{_HUB}/v2/git/https%3A%2F%2Fgit.example.org%2Fr/HEAD?{_TO_APP}",
    f"{_HUB}/v2/git/https://git.example.org/r/HEAD?{_TO_APP}",
    f"{_HUB}/v2/git/https%3A%2F%2Fgit.example.org%2Fr?{_TO_APP}",
    f"{_HUB}/v2/gl/group%2Fsub%2Frepo/HEAD?{_TO_APP}",
    f"{_HUB}/v2/gl/group/repo/HEAD?{_TO_APP}",
    f"{_HUB}/v2/zenodo/10.5281/zenodo.3242074/?{_TO_APP}",
    f"{_HUB}/v2/zenodo/3242074/?{_TO_APP}",
    f"{_HUB}/v2/figshare/10.6084/m9.figshare.9782777.v1?{_TO_APP}",
    f"{_HUB}/v2/dataverse/10.7910/DVN/TJCLKP?{_TO_APP}",
    f"{_HUB}/v2/hydroshare/8f7c2f0341ef4180b0dbe97f59130756?{_TO_APP}",
    f"{_HUB}/v2/hydroshare/a/b?{_TO_APP}",
    f"{_HUB}/v2/ckan/https%3A%2F%2Fdemo.ckan.org%2Fdataset%2Fx/?{_TO_APP}",
    f"{_HUB}/",
    f"{_HUB}/badge_logo.svg",
    f"{_HUB}/about",
    f"{_HUB}",
]

_PATHS = [
    "/v2/gh/owner/repo/HEAD", "/v2/gh/owner/repo/main/", "/v2/gh/owner/repo", "/v2/gist/u/abc",
    "/v2/git/https%3A%2F%2Fexample.org%2Fr.git/main", "/v2/gl/a%2Fb/main", "/v2/zenodo/10.1/z",
    "/v2/hydroshare/abc", "/v2/gh/o/r/", "/V2/gh/o/r/HEAD", "/v2/Gh/o/r/HEAD", "/repo/o/r",
    "/repo/o/r/voila/render/x.ipynb", "/v2/gh/o/r/a/b/c", "//v2/gh/o/r/HEAD", "/v2/gh/o%2Fr/HEAD",
]  # fmt: skip
_NAMES = ["urlpath", "urlpath", "urlpath", "labpath", "filepath", "urlPath", "url%70ath", "x", ""]
_PIECES = [
    "voila/render/", "voila%2Frender%2F", "/", "%2F", "%252F", "\\", "%5C", "%255C", "..", ".",
    "%2e", "%252e", "app.ipynb", "My App", "My%20App", "My%2520App", "+", "%2B", "%252B", "&",
    "%26", "%2526", "#", "%23", "%2523", "%252523", "?", "%3F", "%253F", "%25", "%2525", "%252525",
    "%", "%4", "%zz", "é", "%C3%A9", "%25C3%25A9", "%C3", "%25C3", "%FF", "\t", "%09", "%0A",
    "%00", "%7F", "'", '"', "<", ">", "[", "]", "{", "}", "|", "^", "`", "~", "=", ";", ":", "@",
    "!", "$", "(", ")", "*", ",", "https:", "http://example.org/", "a:", "\U0001f600",
    "%F0%9F%98%80", " ",
]  # fmt: skip


#: Repositories of each provider as people write them, right and wrong, without the ref.
_REPOSITORIES = {
    "gh": [
        "owner/repo",
        "Owner/My.Repo",
        "o-1/r_2.git",
        "owner",
        "o/r/",
        "o%2Fr",
        "https://x.org/r",
    ],
    "gist": ["user/0123abcd", "user/0123abcd/", "user", "/0123abcd", "u%2F0123"],
    "git": [
        "https%3A%2F%2Fgit.example.org%2Fr.git",
        "https://example.org/r",
        "r",
        "git%40h%3Ao%2Fr",
    ],
    "gl": ["group%2Frepo", "group%2Fsub%2Frepo", "group/repo", "repo", "gr%C3%BCn%2Frepo"],
    "zenodo": ["10.5281/zenodo.3242074", "10.5281%2Fzenodo.1", "3242074", "10.x/zenodo.1", "10.1/"],
    "figshare": [
        "10.6084/m9.figshare.9782777.v1",
        "10.6084/m9.figshare.1",
        "m9.figshare.1",
        "10./x",
    ],
    "hydroshare": ["8f7c2f0341ef4180b0dbe97f59130756", "a.b%2Fc", "https://x.org/r", "a/"],
    "dataverse": ["10.7910/DVN/TJCLKP", "10.7910%2FDVN%2FX", "hdl:1902.1/x", "10.7910/DVN"],
    "ckan": ["https%3A%2F%2Fdemo.ckan.org%2Fdataset%2Fx", "https://demo.ckan.org/dataset/x", "x"],
}
_REFS = [
    "/HEAD", "/main", "/v1.0", "/feature/x", "/feat%2Fx/y", "/0123abc", "/HEAD/", "//HEAD", "/", "",
    "/a%20b", "/a b", "/%C3%A9", "/%FF", "/a%0Ab", "/a/b/c/d", "/tree/main", "/..", "/a%2523",
]  # fmt: skip
PROVIDERS = tuple(_REPOSITORIES)


def of_provider(provider: str, seed: int, count: int, hub: str = _HUB) -> list[str]:
    """``count`` addresses of one provider: repository, ref and one to three parameters."""
    chance = random.Random(f"{provider}{seed}")
    addresses = []
    for _ in range(count):
        repository = chance.choice(_REPOSITORIES[provider])
        pairs = [
            f"{chance.choice(_NAMES)}={''.join(chance.choices(_PIECES, k=chance.randint(0, 4)))}"
            for _ in range(chance.randint(1, 3))
        ]
        query = "&".join(pairs)
        addresses.append(f"{hub}/v2/{provider}/{repository}{chance.choice(_REFS)}?{query}")
    return addresses


def generated(seed: int, count: int) -> list[str]:
    """``count`` addresses: a path, sometimes damaged, and up to three parameters."""
    chance = random.Random(seed)

    def text(longest: int) -> str:
        return "".join(chance.choices(_PIECES, k=chance.randint(0, longest)))

    addresses = []
    for _ in range(count):
        path = chance.choice(_PATHS)
        if chance.random() < 0.3:
            path += text(3).replace("#", "").replace("?", "")
        pairs = [
            f"{chance.choice(_NAMES)}{chance.choice(['=', '=', '=', ''])}{text(5)}"
            for _ in range(chance.randint(0, 3))
        ]
        query = "?" + "&".join(pairs) if pairs else ""
        addresses.append(f"{_HUB}{path}{query}")
    return addresses
