"""Say which addresses a Markdown document links to on GitHub, as JSON: document in, list out."""

import html
import json
import re
import sys

import cmarkgfm

sys.stdin.reconfigure(encoding="utf-8")
page = cmarkgfm.github_flavored_markdown_to_html(sys.stdin.read())
print(json.dumps([html.unescape(target) for target in re.findall(r'<a href="([^"]*)"', page)]))
