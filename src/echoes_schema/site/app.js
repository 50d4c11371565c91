/* What the pages ask for, the contents at the side, the theme, and which page is shown. */

/** Return the schema with everything that is looked up in it. */
function modelOf(schema) {
    const byName = (items) => new Map(items.map((item) => [item.name, item]));
    const tables = byName(schema.tables);
    const relations = new Map([...tables, ...byName(schema.views)]);
    const functions = byName(schema.functions);
    const areas = new Map(schema.areas.flatMap((area) => area.relations.map((name) => [name, area.name])));
    const types = new Map(schema.others.filter((one) => /^(enum|domain|composite type|range|type)$/.test(one.kind)).map((one) => [one.name, one]));
    const called = new Map(schema.functions.map((one) => [one.name.replace(/\(.*$/s, ""), one.name]));
    const callee = (said) => called.get(said.match(/execute ((?:"(?:[^"]|"")*"|[^"(])+)\(/)?.[1]);
    const bare = (type) => type.replace(/^public\.|(\[\])+$|\(.*$|, .*$| collate .*$/g, "");
    const readers = groupedBy(schema.views.flatMap((view) => readBy(view.definition, relations).map((read) => [read, view])), ([read]) => read);
    return {
        schema,
        tables,
        relations,
        functions,
        attached: groupedBy(schema.others.filter((one) => one.whole), (one) => one.whole),
        keys: new Map(schema.links.map((one) => [`${one[1]} ${one[0]}`, one])),
        drawn: new Set(schema.tables.filter((table) => !table.partition).map((table) => table.name)),
        areaOf: (name) => areas.get(name),
        root: (name) => {
            let root = name;
            while (tables.get(root)?.partition) {
                root = tables.get(root).partition[0];
            }
            return root;
        },
        readers: (name) => (readers.get(name) || []).map(([, view]) => view),
        children: (name) => schema.links.filter((one) => one[3] === name),
        typeLink: (type) => {
            const known = types.get(bare(type));
            return known ? make("a", { href: address("other", known.kind, known.name), class: "mono" }, type) : make("span", { class: "mono" }, type);
        },
        functionIn: callee,
        relationsCalling: (name) =>
            [...relations.values()].flatMap((item) => item.triggers.filter(([, said]) => callee(said) === name).map(([trigger, said]) => [item.name, trigger, said])),
        usersOf: (name) =>
            types.has(name) ? [...relations.values()].flatMap((item) => item.columns.filter((column) => bare(column[1]) === name).map((column) => [item.name, column[0]])) : [],
    };
}

const WORD = String.raw`(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)`;
/* In a definition PostgreSQL writes each relation with its schema. */
const QUALIFIED = new RegExp(`(?<![.\\p{L}\\p{N}_$"])(${WORD}\\.${WORD})(?![\\p{L}\\p{N}_$"])`, "gu");

/** Return SQL with every table and view that it names as a link to it. */
function linked(sql, relations) {
    return sql.split(QUALIFIED).map((piece, place) => {
        const name = piece.replace(/^public\./, "");
        return place % 2 && relations.has(name) ? make("a", { href: address("table", name) }, piece) : piece;
    });
}

/* The names of the tables and views that SQL reads. */
function readBy(sql, relations) {
    return distinct([...sql.matchAll(QUALIFIED)].map(([, name]) => name.replace(/^public\./, "")).filter((name) => relations.has(name)));
}

/** Fill the side with everything there is, by area and by kind. */
function showContents(model) {
    const { schema } = model;
    const item = (to, name, called = name) => make("li", {}, make("a", { href: to, title: name }, called));
    const group = (title, count, items, isOpen = false) =>
        make("details", { open: isOpen }, make("summary", {}, title, make("span", { class: "count" }, String(count))), make("ul", {}, items));
    const few = schema.areas.length <= 12 && model.relations.size <= 80;
    const areas = schema.areas.map((area) =>
        group(area.name, area.relations.length, [item(address("area", area.name), "Overview"), ...area.relations.map((name) => item(address("table", name), name, brief(name, area)))], few),
    );
    const kinds = [...groupedBy(schema.others, (other) => other.kind)];
    const others = kinds.map(([kind, items]) => make("li", {}, make("a", { href: address("kind", kind) }, capital(plural(kind)), make("span", { class: "count" }, String(items.length)))));
    const functions = schema.functions.map((one) => item(address("function", one.name), one.name));
    document.getElementById("nav").append(
        ...[
            areas.length ? [make("h2", {}, "Areas"), ...areas] : [],
            functions.length ? [make("h2", {}, "Functions"), group("All functions", functions.length, functions)] : [],
            others.length ? [make("h2", {}, "Other objects"), make("ul", {}, others)] : [],
        ].flat(),
    );
}

/** Return what an address names: the elements of a page, or null for nothing. */
function pageAt(model, [kind, ...parts]) {
    const known = {
        "": () => startPage(model),
        area: () => model.schema.areas.some((one) => one.name === parts[0]) && areaPage(model, parts[0]),
        table: () => model.relations.has(parts[0]) && relationPage(model, ...parts),
        remark: () => model.schema.remarks.some((one) => one.name === parts[0]) && remarkPage(model, parts[0]),
        function: () => model.functions.has(parts[0]) && functionPage(model, parts[0]),
        kind: () => (parts[0] === "function" || model.schema.others.some((one) => one.kind === parts[0])) && kindPage(model, parts[0]),
        other: () => model.schema.others.some((one) => one.kind === parts[0] && one.name === parts[1]) && otherPage(model, ...parts),
    };
    return Object.hasOwn(known, kind) ? known[kind]() || null : null;
}

function missingPage() {
    return [make("h1", {}, "Not here"), make("p", {}, "This schema has nothing of that name. ", make("a", { href: "#" }, "Go to the start"), ", or search with /.")];
}

function partsOf(hash) {
    try {
        return hash.slice(1).split("/").map(decodeURIComponent);
    } catch {
        return ["?"];
    }
}

/** Show the page that the address names, from `top` where somebody comes back to it. */
function show(model, isFirst, top) {
    const parts = partsOf(location.hash);
    const main = document.getElementById("main");
    const page = pageAt(model, parts) || missingPage();
    main.replaceChildren(...page.flat(3).filter(Boolean));
    const title = main.querySelector("h1").textContent;
    document.title = parts[0] ? `${title} · ${model.schema.title}` : title;
    document.getElementById("nav").classList.remove("open");
    document.getElementById("menu").setAttribute("aria-expanded", "false");
    for (const one of document.querySelectorAll("nav a")) {
        const isHere = one.hash === address(...parts.slice(0, 2)) && parts[0];
        one.toggleAttribute("aria-current", false);
        if (isHere) {
            one.setAttribute("aria-current", "page");
            one.closest("details")?.setAttribute("open", "");
            one.scrollIntoView({ block: "nearest" });
        }
    }
    if (!isFirst) {
        main.focus({ preventScroll: true });
    }
    const place = top === undefined ? main.querySelector(".here") : null;
    const block = place?.tagName === "SECTION" ? "start" : "center";
    place ? place.scrollIntoView({ block, behavior: "instant" }) : window.scrollTo({ top: top || 0, behavior: "instant" });
}

/** Keep with each address how far its page was scrolled, and show the page that one changes to. */
function attachHistory(model) {
    history.scrollRestoration = "manual";
    let top;
    let timer;
    window.addEventListener("scroll", () => {
        clearTimeout(timer);
        timer = setTimeout(() => history.replaceState({ top: window.scrollY }, ""), 100);
    }, { passive: true });
    // It comes before the change of the address; a new address has no state yet.
    window.addEventListener("popstate", (event) => {
        clearTimeout(timer);
        top = event.state?.top;
    });
    window.addEventListener("hashchange", () => show(model, false, top));
    show(model, true, history.state?.top);
}

/** Let the button choose between light and dark; at first the system decides. */
function attachTheme() {
    const button = document.getElementById("theme");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    let chosen = null;
    try {
        chosen = localStorage.getItem("theme");
    } catch {
        /* A browser may forbid it to files. */
    }
    const apply = () => {
        const theme = chosen || (dark.matches ? "dark" : "light");
        document.documentElement.dataset.theme = theme;
        button.textContent = theme === "dark" ? "Light" : "Dark";
        button.setAttribute("aria-label", `Switch to the ${theme === "dark" ? "light" : "dark"} theme`);
    };
    button.addEventListener("click", () => {
        chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
        try {
            localStorage.setItem("theme", chosen);
        } catch {
            /* Then it holds until the page is closed. */
        }
        apply();
    });
    dark.addEventListener("change", apply);
    apply();
}

/** Let / begin a search, and the button open the contents on a narrow screen. */
function attachKeys() {
    const nav = document.getElementById("nav");
    const menu = document.getElementById("menu");
    menu.addEventListener("click", () => menu.setAttribute("aria-expanded", String(nav.classList.toggle("open"))));
    document.getElementById("skip").addEventListener("click", (event) => {
        event.preventDefault();
        document.getElementById("main").focus();
    });
    document.addEventListener("keydown", (event) => {
        const isTyping = event.target.closest("input");
        if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            document.getElementById("query").select();
        }
    });
}

const model = modelOf(JSON.parse(document.getElementById("schema").textContent));
attachTheme();
attachKeys();
showContents(model);
attachSearch(searchable(model.schema));
attachHistory(model);
