
"use strict";
// Everything shown is set as text, never as markup.
const base = new URL(".", location.href);
const state = { api: null, language: (navigator.language || "zh").startsWith("en") ? "en" : "zh" };
const say = (zh, en) => (state.language === "zh" ? zh : en);
const byId = (id) => document.getElementById(id);
const METHODS = ["get", "post", "put", "patch", "delete"];

function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

function resolve(value) {
  let found = value || {};
  while (found.$ref) {
    found = found.$ref.slice(2).split("/").reduce((place, step) => place[step], state.api);
  }
  return found;
}

function operations() {
  return Object.entries(state.api.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      path,
      method,
      parameters: [...(item.parameters || []), ...(item[method].parameters || [])].map(resolve),
      ...Object.fromEntries(Object.entries(item[method]).filter(([name]) => name !== "parameters")),
    })));
}

function typeName(schema) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  const options = schema.anyOf || schema.oneOf;
  if (options) return options.map(typeName).join(" | ");
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === "array") return typeName(schema.items || {}) + "[]";
  return schema.format ? schema.type + " (" + schema.format + ")" : schema.type || "any";
}

function limits(schema) {
  const names = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength",
    "maxLength", "minItems", "maxItems", "pattern", "default"];
  return names.filter((name) => schema[name] !== undefined && schema[name] !== null)
    .map((name) => name + ": " + JSON.stringify(schema[name])).join(", ");
}

function schemaView(schema, seen) {
  const found = resolve(schema);
  const options = found.anyOf || found.oneOf;
  if (options) return make("ul", {}, ...options.map((option) => make("li", {}, typeName(option), schemaView(option, seen))));
  if (found.type === "array") return schemaView(found.items || {}, seen);
  const name = schema.$ref || null;
  if (!found.properties || (name && seen.includes(name))) return "";
  const deeper = name ? [...seen, name] : seen;
  return make("ul", {}, ...Object.entries(found.properties).map(([key, inner]) => make("li", {},
    make("code", {}, key),
    (found.required || []).includes(key) ? make("span", { className: "must", title: say("必填", "required") }, "*") : null,
    " ", make("span", { className: "note" }, [typeName(inner), limits(inner), inner.description].filter(Boolean).join(" · ")),
    schemaView(inner, deeper))));
}

function example(schema, depth) {
  const found = resolve(schema);
  if (found.examples) return found.examples[0];
  if (found.default !== undefined && found.default !== null) return found.default;
  if (found.const !== undefined) return found.const;
  if (found.enum) return found.enum[0];
  const options = found.anyOf || found.oneOf;
  if (options) return example(options[0], depth);
  if (depth > 6) return null;
  if (found.type === "object" && found.properties) {
    return Object.fromEntries(Object.entries(found.properties)
      .filter(([key]) => (found.required || []).includes(key))
      .map(([key, inner]) => [key, example(inner, depth + 1)]));
  }
  if (found.type === "array") return [example(found.items || {}, depth + 1)];
  const plain = { object: {}, integer: found.minimum || 0, number: found.minimum || 0, boolean: true };
  if (found.type in plain) return plain[found.type];
  return { date: "2026-11-23", "date-time": "2026-11-23T09:00:00+08:00" }[found.format] || "";
}

function showList() {
  const wanted = byId("filter").value.toLowerCase();
  const groups = new Map();
  for (const operation of operations()) {
    const text = [operation.method, operation.path, operation["x-summary"].zh, operation["x-summary"].en].join(" ");
    if (!text.toLowerCase().includes(wanted)) continue;
    const tag = operation.tags[0];
    if (!groups.has(tag)) groups.set(tag, []);
    groups.get(tag).push(make("a", { href: "#" + operation.operationId, title: operation["x-summary"][state.language] },
      make("span", { className: "method" }, operation.method.toUpperCase()), operation.path));
  }
  byId("list").replaceChildren(...[...groups].flatMap(([tag, links]) => [make("h2", {}, tag), ...links]));
  mark();
}

function mark() {
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === location.hash) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function parameterRows(operation, inputs) {
  return operation.parameters.map((parameter) => {
    const input = make("input", { spellcheck: false, placeholder: limits(parameter.schema), "aria-label": parameter.name });
    if (parameter.name === "Idempotency-Key" && crypto.randomUUID) input.value = crypto.randomUUID();
    if (parameter.name === "Accept-Language") input.value = state.language === "zh" ? "zh-CN" : "en";
    inputs.push({ parameter, input });
    return make("tr", {},
      make("td", {}, make("code", {}, parameter.name), parameter.required ? make("span", { className: "must" }, "*") : null),
      make("td", {}, parameter.in), make("td", {}, typeName(parameter.schema)),
      make("td", { className: "note" }, parameter.description || parameter.schema.description || ""),
      make("td", {}, input));
  });
}

function show(operation) {
  const inputs = [];
  const body = operation.requestBody && resolve(operation.requestBody).content["application/json"].schema;
  const editor = body ? make("textarea", { spellcheck: false, value: JSON.stringify(example(body, 0), null, 2), "aria-label": "body" }) : null;
  const result = make("div", { "aria-live": "polite" });
  const send = make("button", { type: "button", className: "send" }, say("发送请求", "Send"));
  send.addEventListener("click", () => call(operation, inputs, editor, result, send));
  const answers = Object.entries(operation.responses).map(([status, response]) => {
    const found = resolve(response);
    const content = Object.entries(found.content || {})[0];
    return make("tr", {}, make("td", {}, status), make("td", {}, found.description,
      content && content[0] !== "application/problem+json" ? schemaView(content[1].schema, []) : ""));
  });
  byId("main").replaceChildren(
    make("h2", {}, make("span", { className: "method" }, operation.method.toUpperCase()), operation.path),
    make("p", {}, operation["x-summary"][state.language]),
    make("p", { className: "note" }, say("角色：", "Roles: ") + operation["x-roles"].join(", ")
      + (operation["x-clause"] ? " · " + say("条款：", "Clause: ") + operation["x-clause"] : "")),
    make("h3", {}, say("参数", "Parameters")),
    make("table", {}, make("tbody", {}, ...parameterRows(operation, inputs))),
    ...(body ? [make("h3", {}, say("请求体", "Body")), schemaView(body, []), editor] : []),
    make("p", {}, send), result,
    make("h3", {}, say("响应", "Answers")), make("table", {}, make("tbody", {}, ...answers)));
}

function request(operation, inputs, editor) {
  const headers = {};
  const query = new URLSearchParams();
  let path = operation.path;
  for (const { parameter, input } of inputs) {
    if (parameter.in === "path") path = path.replace("{" + parameter.name + "}", encodeURIComponent(input.value));
    else if (input.value === "") continue;
    else if (parameter.in === "query") query.append(parameter.name, input.value);
    else headers[parameter.name] = input.value;
  }
  const token = byId("token").value.trim();
  if (token && operation.security.length) headers.Authorization = "Bearer " + token.replace(/^Bearer\s+/i, "");
  if (editor) headers["Content-Type"] = "application/json";
  const url = new URL(path.slice(1) + (String(query) ? "?" + query : ""), base);
  return { url, init: { method: operation.method.toUpperCase(), headers, body: editor ? editor.value : undefined } };
}

function quoted(text) {
  return "'" + String(text).replaceAll("'", "'\\''") + "'";
}

function curl({ url, init }) {
  const parts = ["curl -i -X " + init.method, quoted(url)];
  for (const [name, value] of Object.entries(init.headers)) {
    parts.push(name === "Authorization" ? '-H "Authorization: Bearer $TOKEN"' : "-H " + quoted(name + ": " + value));
  }
  if (init.body !== undefined) parts.push("--data-binary " + quoted(init.body));
  return parts.join(" \\\n  ");
}

async function call(operation, inputs, editor, result, button) {
  const made = request(operation, inputs, editor);
  button.disabled = true;
  try {
    const response = await fetch(made.url, { ...made.init, credentials: "omit", redirect: "error" });
    const text = await response.text();
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: shown as it came */ }
    const headers = [...response.headers].map(([name, value]) => name + ": " + value).join("\n");
    result.replaceChildren(make("h3", {}, response.status + " " + response.statusText),
      make("pre", {}, headers), make("pre", {}, shown), make("pre", {}, curl(made)));
  } catch (failed) {
    result.replaceChildren(make("p", { className: "must" }, say("无法连接：", "Not reachable: ") + failed.message),
      make("pre", {}, curl(made)));
  } finally {
    button.disabled = false;
  }
}

function route() {
  const found = operations().find((operation) => "#" + operation.operationId === location.hash) || operations()[0];
  mark();
  if (found) show(found);
}

function speak() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  byId("language").textContent = say("English", "中文");
  for (const element of document.querySelectorAll("[data-zh]")) element.textContent = element.dataset[state.language];
}

async function start() {
  speak();
  byId("language").addEventListener("click", () => {
    state.language = state.language === "zh" ? "en" : "zh";
    speak();
    if (state.api) { showList(); route(); }
  });
  byId("filter").addEventListener("input", showList);
  addEventListener("hashchange", () => { route(); byId("main").focus(); });
  try {
    state.api = await (await fetch(new URL("openapi.json", base))).json();
    showList();
    route();
  } catch (failed) {
    byId("main").textContent = say("无法读取接口文档：", "The description cannot be read: ") + failed.message;
  }
}

start();
