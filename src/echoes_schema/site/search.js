/* The search: every name and comment, the best first. */

const MOST = 60;
const KINDS = ["table", "view", "materialized view", "function", "column"];

/** Return everything that can be found: kind, name, what it says, and its address. */
function searchable(schema) {
    const found = [];
    const add = (kind, name, about, to) =>
        found.push({ kind, name, about, to, low: name.toLowerCase(), text: about.toLowerCase() });
    const parts = (item, kind) => {
        add(kind, item.name, item.comment, address("table", item.name));
        // A partition has the columns of its table, which is found.
        for (const [name, type, , , comment] of item.partition ? [] : item.columns) {
            add("column", `${item.name}.${name}`, comment || type, address("table", item.name, "column", name));
        }
        for (const [name, kindOf, said, comment] of item.constraints || []) {
            add(kindOf, name, comment || said, address("table", item.name, "constraint", name));
        }
        for (const [name, said, comment] of item.indexes) {
            add("index", name, comment || said, address("table", item.name, "index", name));
        }
        for (const [name, said, comment] of item.triggers) {
            add("trigger", name, comment || said, address("table", item.name, "trigger", name));
        }
    };
    schema.tables.forEach((table) => parts(table, "table"));
    schema.views.forEach((view) => parts(view, view.kind));
    schema.functions.forEach((one) => add("function", one.name, one.comment, address("function", one.name)));
    for (const other of schema.others) {
        const said = other.facts.map(([, text]) => text).join(" ");
        add(other.kind, other.name, other.comment || said, address("other", other.kind, other.name));
    }
    schema.areas.forEach((area) => add("area", area.name, "", address("area", area.name)));
    return found;
}

/** Return what matches every word of a query, the best first, and how many there are. */
function search(entries, query) {
    const words = wordsOf(query.toLowerCase());
    if (!words.length) {
        return { hits: [], total: 0 };
    }
    const hits = [];
    for (const entry of entries) {
        const rank = ranked(entry, words);
        if (rank < Infinity) {
            hits.push([rank, entry]);
        }
    }
    hits.sort(([one, a], [other, b]) => one - other || weight(a) - weight(b) || a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
    return { hits: hits.slice(0, MOST).map(([, entry]) => entry), total: hits.length };
}

/* Names in public are told without their schema, however somebody asks for them. */
function wordsOf(query) {
    return query.split(/\s+/).map((word) => word.replace(/^public\.(?=.)/i, "")).filter(Boolean);
}

/* The name itself, its beginning, the beginning of a word in it, anywhere in it, what it says. */
function ranked(entry, words) {
    let rank = 0;
    for (const word of words) {
        const at = entry.low.indexOf(word);
        const last = entry.low.slice(entry.low.lastIndexOf(".") + 1);
        if (at >= 0) {
            const begins = at === 0 || last.startsWith(word);
            rank += entry.low === word || last === word ? 0 : begins ? 1 : /[\s_."]/.test(entry.low[at - 1]) ? 2 : 3;
        } else if (entry.text.includes(word)) {
            rank += 6;
        } else {
            return Infinity;
        }
    }
    return rank;
}

function weight(entry) {
    const at = KINDS.indexOf(entry.kind);
    return at < 0 ? KINDS.length : at;
}

/** Return a text with the words of a query marked in it. */
function marked(text, query) {
    const words = wordsOf(query).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pieces = words.length ? text.split(new RegExp(`(${words.join("|")})`, "gi")) : [text];
    return pieces.map((piece, place) => (place % 2 ? make("mark", {}, piece) : piece));
}

/** Let the field in the bar find entries: arrows choose, Enter goes, Escape leaves. */
function attachSearch(entries) {
    const field = document.getElementById("query");
    const list = document.getElementById("results");
    const panel = list.parentElement;
    let hits = [];
    let chosen = -1;

    const show = (is) => {
        panel.hidden = !is;
        field.setAttribute("aria-expanded", String(is));
    };
    const choose = (place) => {
        chosen = place;
        [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
        field.setAttribute("aria-activedescendant", place >= 0 ? `hit-${place}` : "");
        list.children[place]?.scrollIntoView({ block: "nearest" });
    };
    const go = (entry) => {
        show(false);
        field.blur();
        location.hash = entry.to;
    };
    const update = () => {
        const found = search(entries, field.value);
        hits = found.hits;
        list.replaceChildren(...hits.map((entry, place) => hit(entry, place, field.value)));
        document.getElementById("found").textContent = counted(found);
        show(field.value.trim() !== "");
        choose(hits.length ? 0 : -1);
    };
    field.addEventListener("input", update);
    field.addEventListener("focus", update);
    field.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step && hits.length) {
            event.preventDefault();
            choose((chosen + step + hits.length) % hits.length);
        } else if (event.key === "Enter" && hits[chosen]) {
            go(hits[chosen]);
        } else if (event.key === "Escape") {
            show(false);
            field.blur();
        }
    });
    list.addEventListener("mousedown", (event) => {
        event.preventDefault();
        const item = event.target.closest("li");
        if (item) {
            go(hits[[...list.children].indexOf(item)]);
        }
    });
    field.addEventListener("blur", () => show(false));
}

function hit(entry, place, query) {
    return make(
        "li",
        { role: "option", id: `hit-${place}`, "aria-selected": "false" },
        make("span", { class: "kind" }, entry.kind),
        make("span", { class: "mono" }, marked(entry.name, query)),
        entry.about ? make("span", { class: "about" }, marked(entry.about, query)) : null,
    );
}

function counted({ hits, total }) {
    if (!total) {
        return "Nothing found.";
    }
    return total > hits.length ? `The best ${hits.length} of ${total}; another word finds less.` : `${total} found.`;
}
