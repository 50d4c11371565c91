/* The page of a table or a view. */

const COLUMNS = ["Column", "Type", "Null", "Default", "Meaning"];

/** Return what stands on the page of a table or a view. `part` and `called` tell what to show of it. */
function relationPage(model, name, part, called) {
    const item = model.relations.get(name);
    const isTable = model.tables.has(name);
    const drawing = model.drawn.has(name) ? neighbourhood(model, name) : null;
    const here = (kind, one) => ({ id: `${kind}-${one}`, here: part === kind && called === one });
    const sections = [
        section("Columns", item.columns.length, columnGrid(model, item, isTable, here)),
        item.definition ? section("Definition", null, verbatim("Definition", linked(item.definition, model.relations))) : null,
        section("Keys and constraints", (item.constraints || []).length, constraintGrid(model, item, here)),
        section("Referenced by", model.children(name).length, referencedBy(model, name)),
        section("Read by", model.readers(name).length, readers(model, name)),
        drawing ? section("Neighbourhood", null, drawing) : null,
        section("Indexes", item.indexes.length, simpleGrid("Indexes", "Index", item.indexes, here)),
        section("Triggers", item.triggers.length, triggerGrid(model, item, here)),
        partitions(model, name),
        inheritors(model, name),
        ...attached(model, item),
    ].filter(Boolean);
    return [
        make("p", { class: "trail" }, trail(model, item), item.kind || kindOf(item)),
        make("h1", { class: "mono" }, name),
        lead(item),
        partitionOf(item),
        chips(item.options),
        sizes(item),
        jumps(name, sections, part === "section" ? called : null),
        ...sections,
    ];
}

/* Where there is much to scroll: what stands on the page. Each part has an address of its own. */
function jumps(name, sections, called) {
    sections.forEach((one) => one.classList.toggle("here", one.dataset.title === called));
    if (sections.length < 4) {
        return null;
    }
    const items = sections.map((one) => make("li", {}, make("a", { href: address("table", name, "section", one.dataset.title) }, one.firstChild.textContent)));
    return make("ul", { class: "jumps", "aria-label": "On this page" }, items);
}

function kindOf(table) {
    const has = (start) => table.options.some((option) => option.startsWith(start));
    return has("server ") ? "foreign table" : table.partition ? "partition" : has("partition by ") ? "partitioned table" : "table";
}

/* The area that a table or a view is in. */
function trail(model, item) {
    const area = model.areaOf(model.root(item.name));
    return area ? [make("a", { href: address("area", area) }, area), " › "] : [];
}

function lead({ comment }) {
    return comment ? make("p", { class: "lead" }, comment) : null;
}

function chips(options) {
    return options.length ? make("ul", { class: "chips", "aria-label": "Options" }, options.map((one) => make("li", { class: "mono" }, one))) : null;
}

function partitionOf({ partition }) {
    if (!partition) {
        return null;
    }
    return make("p", {}, "Partition of ", link("table", partition[0]), " ", make("code", {}, partition[1]));
}

function sizes(item) {
    if (item.bytes === undefined) {
        return null;
    }
    const fact = (name, said) => make("div", {}, make("dt", {}, name), make("dd", {}, said));
    return make("dl", { class: "facts" }, fact("rows", rowsOf(item)), fact("with indexes", bytesOf(item)));
}

function section(title, count, content) {
    if (!content) {
        return null;
    }
    const number = count === null ? null : make("span", { class: "count" }, ` ${count}`);
    return make("section", { "data-title": title }, make("h2", {}, title, number), content);
}

function link(kind, ...parts) {
    return make("a", { href: address(kind, ...parts), class: "mono" }, parts.at(-1));
}

function columnGrid(model, item, isTable, here) {
    const keyed = model.schema.links.filter((link) => link[1] === item.name);
    const parentsOf = (column) => distinct(keyed.filter((link) => link[2].includes(column)).map((link) => link[3]));
    const rows = item.columns.map(([name, type, nullable, preset, comment, keys]) => {
        const badges = keys.split(" ").filter(Boolean).map((key) => (key === "FK" ? parentsOf(name).map(reference) : [" ", badge(key)]));
        const cells = [[make("span", { class: "mono" }, name), badges], model.typeLink(type)];
        return { ...here("column", name), cells: [...cells, ...(isTable ? [nullable, definition(preset)] : []), comment] };
    });
    return grid("Columns", isTable ? COLUMNS : ["Column", "Type", "Meaning"], rows);
}

const KEYED = { PK: "part of the primary key", UK: "unique by itself" };

function badge(key) {
    return make("abbr", { class: `badge ${key.toLowerCase()}`, title: KEYED[key] }, key);
}

function reference(parent) {
    const said = `FK, refers to ${parent}`;
    return [" ", make("a", { href: address("table", parent), class: "badge fk", title: said, "aria-label": said }, "FK")];
}

function constraintGrid(model, item, here) {
    const rows = (item.constraints || []).map(([name, kind, said, comment]) => {
        const key = kind === "foreign key" ? model.keys.get(`${item.name} ${name}`) : null;
        const shown = key ? [`(${key[2].join(", ")}) → `, link("table", key[3]), said.slice(said.indexOf(" → ") + 3).replace(key[3], "")] : definition(said);
        return { ...here("constraint", name), cells: [make("span", { class: "mono" }, name), kind, shown, comment] };
    });
    return grid("Keys and constraints", ["Name", "Kind", "Definition", "Meaning"], rows);
}

function referencedBy(model, name) {
    const rows = model.children(name).map(([key, child, columns, , referenced, optional, unique]) => {
        const pairs = make("span", { class: "mono" }, `(${columns.join(", ")}) → (${referenced.join(", ")})`);
        return { cells: [link("table", child), pairs, unique ? "at most one" : "any number", optional ? "allowed" : "", make("span", { class: "mono" }, key)] };
    });
    return grid("Referenced by", ["Table", "Columns", "Rows for one here", "Without a parent", "Constraint"], rows);
}

function readers(model, name) {
    const rows = model.readers(name).map((view) => ({ cells: [link("table", view.name), view.kind, beginning(view.comment)] }));
    return grid("Read by", ["View", "Kind", "Meaning"], rows);
}

function simpleGrid(caption, head, items, here) {
    const kind = head.toLowerCase();
    const rows = items.map(([name, said, comment]) => ({ ...here(kind, name), cells: [make("span", { class: "mono" }, name), definition(said), comment] }));
    return grid(caption, [head, "Definition", "Meaning"], rows);
}

function triggerGrid(model, item, here) {
    const rows = item.triggers.map(([name, said, comment]) => {
        const cells = [make("span", { class: "mono" }, name), calling(said, model.functionIn(said)), comment];
        return { ...here("trigger", name), cells };
    });
    return grid("Triggers", ["Trigger", "Definition", "Meaning"], rows);
}

/* The definition of a trigger, with the function that it calls as a link. */
function calling(said, called) {
    const [, before, call, after] = said.match(/^(.*\bexecute )((?:"(?:[^"]|"")*"|[^"(])+)(\(.*)$/s) || [];
    return called ? [definition(before), make("a", { href: address("function", called), class: "mono" }, call), definition(after)] : definition(said);
}

function partitions(model, name) {
    const found = model.schema.tables.filter((table) => table.partition?.[0] === name);
    const rows = found.map((table) => ({ cells: [link("table", table.name), make("code", {}, table.partition[1]), rowsOf(table), bytesOf(table), table.comment] }));
    return section("Partitions", found.length, grid("Partitions", ["Partition", "Takes", "#Rows", "#Size", "Meaning"], rows));
}

function inheritors(model, name) {
    const found = model.schema.tables.filter((table) => table.options.some((option) => option.startsWith("inherits ") && option.slice(9).split(", ").includes(name)));
    const rows = found.map((table) => ({ cells: [link("table", table.name), table.comment] }));
    return section("Inherited by", found.length, grid("Inherited by", ["Table", "Meaning"], rows));
}

/* Policies, privileges, rules and the like of the table and its columns, one section a kind. */
function attached(model, item) {
    const labels = [`${item.kind || "table"} ${item.name}`, ...item.columns.map(([name]) => `column ${item.name}.${name}`)];
    const found = labels.flatMap((label) => model.attached.get(label) || []);
    const kinds = [...new Set(found.map((one) => one.kind))].sort();
    return kinds.map((kind) => {
        const these = found.filter((one) => one.kind === kind);
        return section(capital(plural(kind)), these.length, otherGrid(plural(kind), these));
    });
}

/** Return a table of objects of the rarer kinds. */
function otherGrid(caption, items) {
    const rows = items.map((other) => ({
        cells: [make("a", { href: address("other", other.kind, other.name), class: "mono" }, other.name), facts(other), other.comment],
    }));
    return grid(caption, ["Name", "Facts", "Meaning"], rows);
}

function facts(other) {
    return other.facts.map(([name, text], place) => [place ? make("br") : "", make("span", { class: "none" }, `${name} `), make("code", {}, text)]);
}

function plural(kind) {
    if (/(s|ss|sh|ch)$/.test(kind)) {
        return kind.endsWith("privileges") ? kind : `${kind}es`;
    }
    return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}

function capital(text) {
    return text[0].toUpperCase() + text.slice(1);
}
