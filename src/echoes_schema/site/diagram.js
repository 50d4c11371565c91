/* Which diagrams there are: of an area, as the program has arranged it, and around one table. */

const SAID = {
    columns: "",
    keys: " Of each table the key columns are drawn.",
    names: " Tables are drawn without their columns.",
};
const LEGEND = " A line leads from a parent, at a bar, to its children, at the crow's foot; a ring means that there may be none.";
const HINT = " Drag to move, Ctrl and the wheel to zoom.";

/* So many tables around one can still be told apart. */
const MOST_AROUND = 100;
const GAP = 16;

/** Return the diagram of an area, or null where nothing in it is linked. */
function areaDiagram(model, area, caption) {
    if (!area.boxes) {
        return area.many ? tooMany(area.many) : null;
    }
    const inside = new Set(area.inside);
    const boxes = new Map(Object.entries(area.boxes));
    const links = model.schema.links.filter((link) => boxes.has(link[1]) && boxes.has(link[3]) && (inside.has(link[1]) || inside.has(link[3])));
    const columnsOf = (name) => (inside.has(name) ? shownColumns(model.tables.get(name), area.detail) : []);
    const lookOf = (name) => (inside.has(name) ? "" : "outside");
    const dashed = boxes.size > inside.size ? " Dashed boxes stand in other areas." : "";
    const beyond = area.cut ? " What is linked with them in other areas is left out." : dashed;
    return figure(caption + SAID[area.detail] + beyond + LEGEND, links, { boxes, rails: new Map(Object.entries(area.rails)), size: area.size }, columnsOf, lookOf);
}

function tooMany(count) {
    return make("p", { class: "none" }, `${WHOLE.format(count)} tables are too many for one diagram: the page of each table has one of what it is linked with.`);
}

/** Return the diagram of a table between its parents and its children, or null where it is alone. */
function neighbourhood(model, name) {
    const links = model.schema.links.filter((link) => link[1] === name || link[3] === name);
    if (!links.length) {
        return null;
    }
    const parents = distinct(links.filter((link) => link[1] === name).map((link) => link[3])).filter((one) => one !== name);
    const children = distinct(links.map((link) => link[1])).filter((one) => one !== name && !parents.includes(one));
    const columns = model.tables.get(name).columns;
    const middle = columns.length > 40 ? shownColumns(model.tables.get(name), "keys") : columns;
    const drawn = children.slice(0, MOST_AROUND);
    const picture = beside(parents, name, sizeOf(name, middle), drawn);
    const columnsOf = (one) => (one === name ? middle : []);
    const lookOf = (one) => (one === name ? "focus" : "");
    const cut = middle === columns ? "" : " Only its key columns are drawn.";
    const rest = drawn.length < children.length ? ` Of ${WHOLE.format(children.length)} tables that refer to it, the first ${MOST_AROUND} are drawn.` : "";
    const caption = `${name}, what it refers to (left) and what refers to it (right).${cut}${rest}${LEGEND}`;
    return figure(caption, links.filter((link) => picture.boxes.has(link[1])), picture, columnsOf, lookOf);
}

function distinct(names) {
    return [...new Set(names)].sort();
}

/* Return the boxes in columns from left to right, how large they are together, and the rails. */
function beside(parents, name, size, children) {
    const columns = [...cut(parents), [[name, size]], ...cut(children)];
    const heights = columns.map((column) => column.reduce((sum, [, one]) => sum + one[1] + GAP, -GAP));
    const tallest = Math.max(...heights);
    const boxes = new Map();
    const gaps = [];
    let x = 0;
    columns.forEach((column, place) => {
        let y = Math.round((tallest - heights[place]) / 2);
        const end = x + Math.max(...column.map(([, [width]]) => width));
        column.forEach(([one, [width, height]], row) => {
            boxes.set(one, [x, y, width, height]);
            if (row === column.length >> 1) {
                gaps.push([x, end, y - GAP / 2]);
            }
            y += height + GAP;
        });
        x = end + 90;
    });
    return { boxes, rails: railsOf(boxes, gaps, [name, ...parents]), size: [x - 90, tallest] };
}

/* Each line passes the columns between its two boxes in the middle of them. */
function railsOf(boxes, gaps, names) {
    const of = ([x, y, width]) => gaps.filter(([start]) => start >= x).map((gap) => (gap[0] === x ? [x + width, gap[1], y + HEADER / 2] : gap));
    return new Map(names.map((name) => [name, of(boxes.get(name))]));
}

/* Return names with their sizes, in columns of at most so many that a person can read them. */
function cut(names) {
    const most = Math.max(12, Math.ceil(Math.sqrt(names.length * 4)));
    const columns = [];
    for (let start = 0; start < names.length; start += most) {
        columns.push(names.slice(start, start + most).map((name) => [name, sizeOf(name, [])]));
    }
    return columns;
}
