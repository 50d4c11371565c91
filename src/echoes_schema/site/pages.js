/* All other pages: the start, an area, a function, a kind of object, one object. */

/** Return what stands on the first page. */
function startPage(model) {
    const { schema } = model;
    const roots = schema.tables.filter((table) => !table.partition);
    const count = (number, one) => make("div", {}, make("dt", {}, number === 1 ? one : plural(one)), make("dd", {}, WHOLE.format(number)));
    const kinds = [...groupedBy(schema.others, (other) => other.kind)];
    const bytes = schema.tables.concat(schema.views).filter((one) => !one.partition && one.bytes !== undefined).reduce((sum, one) => sum + one.bytes, 0);
    return [
        make("h1", {}, schema.title),
        make("p", { class: "trail" }, schema.origin),
        make(
            "dl",
            { class: "facts" },
            count(roots.length, "table"),
            count(roots.reduce((sum, table) => sum + table.columns.length, 0), "column"),
            count(schema.links.length, "foreign key"),
            count(schema.views.length, "view"),
            count(schema.functions.length, "function"),
            bytes ? make("div", {}, make("dt", {}, "in tables and indexes"), make("dd", {}, bytesOf({ bytes }))) : null,
        ),
        schema.areas.length ? section("Areas", schema.areas.length, areaCards(model)) : make("p", { class: "none" }, "There is no table and no view in it."),
        schema.areas.length > 1 ? section("All tables", null, areaDiagram(model, schema.whole, "All tables.")) : null,
        bytes ? section("The largest tables", null, largest(roots)) : null,
        schema.remarks.length ? section("Worth a look", null, remarkCards(schema.remarks)) : null,
        kinds.length ? section("Other objects", schema.others.length, kindCards(kinds)) : null,
    ];
}

function areaCards(model) {
    return make(
        "ul",
        { class: "cards" },
        model.schema.areas.map((area) =>
            make("li", {}, make("a", { href: address("area", area.name) }, area.name), make("p", {}, listed(area.relations.map((name) => brief(name, area))))),
        ),
    );
}

/** Return a relation's name without its schema, where all of its area are in the same one. */
function brief(name, area) {
    const schema = area.relations[0].slice(0, area.relations[0].indexOf(".") + 1);
    return schema && area.relations.every((one) => one.startsWith(schema)) ? name.slice(schema.length) : name;
}

function listed(names) {
    const some = names.slice(0, 8).join(", ");
    return names.length > 8 ? `${some} and ${names.length - 8} more` : some;
}

function remarkCards(remarks) {
    const card = ({ name, places }) =>
        make("li", {}, make("a", { href: address("remark", name) }, capital(name)), make("span", { class: "count" }, ` ${WHOLE.format(places.length)}`), make("p", {}, listed(distinct(places.map(([table]) => table)))));
    return make("ul", { class: "cards" }, remarks.map(card));
}

/** Return what stands on the page of something that is worth a look. */
function remarkPage(model, name) {
    const { why, places } = model.schema.remarks.find((one) => one.name === name);
    const rows = places.map(([table, part]) => {
        const item = model.relations.get(table);
        return { cells: [link("table", table), make("span", { class: "mono" }, part), rowsOf(item), bytesOf(item), beginning(item.comment)] };
    });
    return [
        make("p", { class: "trail" }, "worth a look"),
        make("h1", {}, capital(name)),
        make("p", { class: "lead" }, why),
        grid(capital(name), ["Table", "Which", "#Rows", "#With indexes", "Meaning"], rows),
    ];
}

function kindCards(kinds) {
    const card = ([kind, items]) =>
        make("li", {}, make("a", { href: address("kind", kind) }, capital(plural(kind))), make("p", {}, listed(items.map((one) => one.name))));
    return make("ul", { class: "cards" }, kinds.map(card));
}

function largest(tables) {
    const known = tables.filter((table) => table.bytes !== undefined).sort((one, other) => other.bytes - one.bytes).slice(0, 10);
    const rows = known.map((table) => ({ cells: [link("table", table.name), rowsOf(table), bytesOf(table)] }));
    return grid("The largest tables", ["Table", "#Rows", "#With indexes"], rows);
}

/** Return what stands on the page of an area. */
function areaPage(model, name) {
    const area = model.schema.areas.find((one) => one.name === name);
    const items = area.relations.map((one) => model.relations.get(one));
    const has = items.some((item) => item.bytes !== undefined);
    const rows = items.map((item) => ({
        cells: [link("table", item.name), item.kind || kindOf(item), ...(has ? [rowsOf(item), bytesOf(item)] : []), beginning(item.comment)],
    }));
    return [
        make("p", { class: "trail" }, "area"),
        make("h1", {}, name),
        section("Diagram", null, areaDiagram(model, area, `${name}.`)),
        section("Tables and views", rows.length, grid("Tables and views", ["Name", "Kind", ...(has ? ["#Rows", "#With indexes"] : []), "Meaning"], rows)),
    ];
}

/** Return what stands on the page of a function. */
function functionPage(model, name) {
    const item = model.functions.get(name);
    const users = model.relationsCalling(name);
    const rows = users.map(([relation, trigger, said]) => ({ cells: [link("table", relation), make("span", { class: "mono" }, trigger), definition(said)] }));
    return [
        make("p", { class: "trail" }, make("a", { href: address("kind", "function") }, "function")),
        make("h1", { class: "mono" }, name),
        lead(item),
        make("p", {}, definition(item.facts)),
        item.body ? section("Body", null, verbatim("Body", linked(item.body, model.relations))) : null,
        section("Triggers that call it", rows.length, grid("Triggers that call it", ["Table", "Trigger", "Definition"], rows)),
        ...attached(model, { kind: "function", name, columns: [] }),
    ];
}

/** Return what stands on the page of a kind: every object of it. */
function kindPage(model, kind) {
    if (kind === "function") {
        const rows = model.schema.functions.map((one) => ({ cells: [link("function", one.name), definition(one.facts), beginning(one.comment)] }));
        return [make("h1", {}, "Functions"), grid("Functions", ["Name", "Facts", "Meaning"], rows)];
    }
    const items = model.schema.others.filter((other) => other.kind === kind);
    return [make("h1", {}, capital(plural(kind))), otherGrid(plural(kind), items)];
}

/** Return what stands on the page of an object of one of the rarer kinds. */
function otherPage(model, kind, name) {
    const item = model.schema.others.find((other) => other.kind === kind && other.name === name);
    const rows = item.facts.map(([fact, text]) => ({ cells: [fact, make("code", {}, text)] }));
    const users = model.usersOf(name);
    const used = users.map(([relation, column]) => ({ cells: [link("table", relation), make("span", { class: "mono" }, column)] }));
    return [
        make("p", { class: "trail" }, make("a", { href: address("kind", kind) }, kind)),
        make("h1", { class: "mono" }, name),
        lead(item),
        section("Facts", rows.length, grid("Facts", ["Fact", "Definition"], rows)),
        section("Columns of this type", used.length, grid("Columns of this type", ["Table", "Column"], used)),
        ...attached(model, { kind, name, columns: [] }),
    ];
}
