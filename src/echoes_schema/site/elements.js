/* Elements of HTML and SVG, made without ever reading a text as markup. */

const SVG = "http://www.w3.org/2000/svg";

/** Return an element with attributes and children; null children are left out. */
function make(tag, attributes = {}, ...children) {
    return filled(document.createElement(tag), attributes, children);
}

/** Return an element of a drawing. */
function draw(tag, attributes = {}, ...children) {
    return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(name, value === true ? "" : value);
        }
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return element;
}

/** Return text as it was written, with line breaks, that can be scrolled with keys too. */
function verbatim(name, ...text) {
    return make("pre", { tabindex: "0", role: "region", "aria-label": name }, make("code", {}, ...text));
}

/** Return how a comment begins: its first paragraph, where many stand below each other. */
function beginning(comment) {
    const first = comment.split(/\n\s*\n/, 1)[0];
    return first.length > 300 ? `${first.slice(0, 299)}…` : first;
}

/** Return lists of the items that have the same key, by key. */
function groupedBy(items, keyOf) {
    const groups = new Map();
    for (const item of items) {
        const key = keyOf(item);
        groups.has(key) ? groups.get(key).push(item) : groups.set(key, [item]);
    }
    return groups;
}

/** Return the address of a page: every part may hold any character. */
function address(...parts) {
    return "#" + parts.map(encodeURIComponent).join("/");
}

/** Return what a definition says: SQL between backticks becomes code. */
function definition(text) {
    const parts = [];
    const pattern = /(`+)(?!`)(.*?[^`])\1(?!`)/gs;
    let end = 0;
    for (const found of text.matchAll(pattern)) {
        const padded = found[1].length > 1 ? found[2].replace(/^ (.*) $/s, "$1") : found[2];
        parts.push(text.slice(end, found.index), make("code", {}, padded));
        end = found.index + found[0].length;
    }
    return [...parts, text.slice(end)];
}

/**
 * Return a table for the eye, or null for no rows. The first cell of a row is its heading; a
 * column that says nothing in any row is left out.
 */
function grid(caption, heads, rows) {
    if (!rows.length) {
        return null;
    }
    const said = heads.map((_, place) => rows.some(({ cells }) => [cells[place]].flat(Infinity).some((cell) => cell !== "")));
    const head = heads.map((one) => make("th", { scope: "col", class: look(one) }, label(one)));
    const line = ({ cells, id, here }) => {
        const made = cells.map((cell, place) => (place ? make("td", { class: look(heads[place]) }, cell) : make("th", { scope: "row" }, cell)));
        return make("tr", { id, class: here ? "here" : null }, made.filter((_, place) => said[place]));
    };
    return make(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
        make("table", {}, make("thead", {}, make("tr", {}, head.filter((_, place) => said[place]))), make("tbody", {}, rows.map(line))),
    );
}

/* A heading that begins with # is one of numbers. */
function look(head) {
    return head.startsWith("#") ? "number" : { Meaning: "wide", Definition: "wide", Facts: "wide", Kind: "short", Type: "short" }[head];
}

function label(head) {
    return head.replace("#", "");
}

const WHOLE = new Intl.NumberFormat("en");

/** Return a number of rows, which the server only estimates. */
function rowsOf(item) {
    if (item.rows === undefined) {
        return "";
    }
    return item.rows < 0 ? "not analysed" : `≈ ${WHOLE.format(item.rows)}`;
}

/** Return a number of bytes in the unit that people would say it in. */
function bytesOf(item) {
    if (item.bytes === undefined) {
        return "";
    }
    let [size, unit] = [item.bytes, 0];
    while (size >= 1024 && unit < 5) {
        [size, unit] = [size / 1024, unit + 1];
    }
    return `${size < 10 && unit ? size.toFixed(1) : Math.round(size)} ${["B", "kB", "MB", "GB", "TB", "PB"][unit]}`;
}
