// Where BinderHub's own code sends a visitor: addresses as JSON lines in, {error, path, asked} out.
//
// The server's routes are those of binderhub/app.py; from there on the real router, with the
// routes that App.jsx gives it, and the real LaunchSpec decide. "path" is the path on the
// visitor's Jupyter server, percent-decoded as its web framework does. "asked" is the path below
// /build/ that the client then asks the server for (client.js: new URL(providerSpec, buildEndpoint)).

import { createElement as h } from "react";
import { renderToString } from "react-dom/server";
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { Route, Router, Switch, useParams, useSearch } from "wouter";
import { LaunchSpec } from "@jupyterhub/binderhub-client/spec.js";

const PROVIDERS = JSON.parse(readFileSync(new URL("providers.json", import.meta.url)));
const SERVER = new URL("https://hub.example.org/user/owner-repo-abc/");

function launchSpec(pathname, search) {
  let spec = null;
  let asked = null;
  function Launch({ provider }) {
    const partial = useParams()["0"];
    // Node (24 and before), other than browsers, garbles raw non-ASCII letters in a value that
    // also has a malformed escape; encoded, they mean the same.
    const search = useSearch().replace(/[^\x00-\x7f]+/gu, encodeURIComponent);
    const query = new URLSearchParams(search);
    if (partial.match(provider.validateRegex) !== null) {
      spec = LaunchSpec.fromSearchParams(query);
      const url = new URL(`${provider.id}/${partial}`, "https://hub.example.org/build/");
      asked = url.pathname.slice("/build/".length);
    }
    return null;
  }
  const routes = PROVIDERS.map((provider) =>
    h(
      Route,
      { key: provider.id, path: `/v2/${provider.id}/(?<buildSpec>${provider.validateRegex})` },
      h(Launch, { provider }),
    ),
  );
  renderToString(
    h(Router, { ssrPath: pathname, ssrSearch: search }, h(Switch, null, ...routes)),
  );
  return { spec, asked };
}

function unquote(text) {
  // Like Python's unquote: escapes that are no UTF-8 become replacement characters.
  return text.replace(/(%[0-9A-Fa-f]{2})+/g, (run) =>
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(
      Uint8Array.from(run.slice(1).split("%"), (code) => parseInt(code, 16)),
    ),
  );
}

function answer(link) {
  let url;
  try {
    url = new URL(link);
  } catch {
    return { error: "not an address", path: null };
  }
  const legacy = url.pathname.match(/^\/repo\/([^/]+)\/([^/]+)(\/.*)?$/);
  if (legacy) {
    const target = new URL(`/v2/gh/${legacy[1]}/${legacy[2]}/master`, url);
    const rest = legacy[3] === undefined ? "" : unquote(legacy[3]);
    if (rest.replaceAll("/", "")) target.searchParams.set("urlpath", rest);
    url = target;
  } else if (!PROVIDERS.some(({ id }) => new RegExp(`^/v2/${id}/(.+)$`).test(url.pathname))) {
    return { error: "BinderHub has no such route", path: null };
  }
  const { spec, asked } = launchSpec(url.pathname, url.search);
  if (spec === null) return { error: "Not Found", path: null };
  let end;
  try {
    end = spec.getJupyterServerRedirectUrl(SERVER, "token");
  } catch (error) {
    return { error: String(error), path: null };
  }
  if (end.origin !== SERVER.origin) return { error: "another site", path: null };
  if (!end.pathname.startsWith(SERVER.pathname)) return { error: "outside", path: null };
  return { error: null, asked, path: unquote(end.pathname.slice(SERVER.pathname.length)) };
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line) console.log(JSON.stringify(answer(JSON.parse(line))));
}
