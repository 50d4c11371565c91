/* How tables and foreign keys are drawn. The sizes are those of diagrams/layout.py. */

const LETTER = 7.3;
const ROW = 20;
const HEADER = 28;
const LONGEST = 42;
const PADDING = 12;
const KEYS = 26;

/** Return a name as far as there is room for it. */
function shown(text) {
    return text.length <= LONGEST ? text : text.slice(0, LONGEST - 1) + "…";
}

/** Return the columns that a detail shows. */
function shownColumns(table, detail) {
    return detail === "names" ? [] : table.columns.filter((column) => detail === "columns" || column[5]);
}

/** Return the width and height that a table's box needs. */
function sizeOf(name, columns) {
    const inside = columns.map(([one, type]) => (shown(one).length + shown(type).length + 2) * LETTER);
    const title = shown(name).length * (LETTER + 0.4);
    const widest = Math.max(title, ...inside.map((width) => width + KEYS));
    return [Math.round(widest + 2 * PADDING), HEADER + ROW * columns.length];
}

/** Return a table's box, which leads to its page. `kind` is a class: `outside` or `focus`. */
function drawBox(name, columns, [x, y, width, height], kind = "") {
    const box = draw(
        "a",
        { href: address("table", name), class: kind, "data-table": name, "aria-label": name },
        draw("title", {}, name),
        draw("rect", { class: columns.length ? "paper" : "paper bare", width, height, rx: 5 }),
        columns.length ? drawHead(width) : null,
        draw("text", { class: "name", x: PADDING, y: 18 }, shown(name)),
    );
    // A link is called by the table alone: its page says the columns better.
    const inside = draw("g", { class: "columns", "aria-hidden": "true" }, columns.map((column, place) => drawColumn(column, HEADER + ROW * place + 14, width)));
    return draw("g", { transform: `translate(${x} ${y})` }, box, inside);
}

function drawHead(width) {
    return [
        draw("path", { class: "title", d: `M.5 ${HEADER}V5.5a5 5 0 0 1 5-5H${width - 5.5}a5 5 0 0 1 5 5V${HEADER}z` }),
        draw("path", { class: "rule", d: `M0 ${HEADER}H${width}` }),
    ];
}

function drawColumn([name, type, , , , keys], y, width) {
    return [
        keys ? draw("text", { class: "mark", x: 7, y }, keys.slice(0, 2)) : null,
        draw("text", { x: KEYS, y }, shown(name)),
        draw("text", { class: "soft", x: width - PADDING, y, "text-anchor": "end" }, shown(type)),
    ];
}

/**
 * Return the line from a parent's box to its child's column, with what stands at both ends. To the
 * right it takes the rails, level pieces between the boxes that it passes.
 */
function drawLink(link, boxes, rails, columnsOf) {
    const [, child, columns, parent, , optional, unique, identifying] = link;
    const [from, to] = [boxes.get(parent), boxes.get(child)];
    const [out, into] = sides(from, to, parent === child);
    const [x1, y1] = [out > 0 ? from[0] + from[2] : from[0], from[1] + HEADER / 2];
    const [x2, y2] = [into > 0 ? to[0] + to[2] : to[0], to[1] + rowOf(columnsOf(child), columns[0], parent === child)];
    let path = `M${x1} ${y1}`;
    let [x, y] = [x1, y1];
    for (const [start, end, level] of (out > into && rails.get(parent)) || []) {
        if (end < to[0]) {
            path += `${curve(x, y, 1, start, level, -1)}H${end}`;
            [x, y] = [end, level];
        }
    }
    path += curve(x, y, out, x2, y2, into);
    return draw(
        "g",
        { "data-ends": JSON.stringify([child, parent]) },
        draw("title", {}, `${child} (${columns.join(", ")}) → ${parent}`),
        draw("path", { class: identifying ? "link" : "link loose", d: path }),
        drawParentEnd(x1, y1, out, optional),
        drawChildEnd(x2, y2, into, unique),
    );
}

function curve(x1, y1, out, x2, y2, into) {
    if (x1 === x2 && y1 === y2) {
        return "";
    }
    const bend = Math.max(40, Math.abs(x2 - x1) / 2);
    return `C${x1 + out * bend} ${y1} ${x2 + into * bend} ${y2} ${x2} ${y2}`;
}

/* Where the columns are not drawn, a line to the table itself still needs two ends. */
function rowOf(columns, name, same) {
    const place = columns.findIndex(([one]) => one === name);
    return place < 0 ? HEADER / 2 + (same ? 4 : 0) : HEADER + ROW * (place + 0.5);
}

/* On which side a line leaves the one box and reaches the other: 1 is the right one. */
function sides(from, to, same) {
    if (same || Math.abs(from[0] - to[0]) < 1) {
        return [1, 1];
    }
    return to[0] >= from[0] + from[2] ? [1, -1] : [-1, 1];
}

function drawParentEnd(x, y, side, optional) {
    const bar = (at) => draw("path", { class: "end", d: `M${x + side * at} ${y - 5}v10` });
    return [bar(6), optional ? draw("circle", { cx: x + side * 12, cy: y, r: 4 }) : bar(10)];
}

function drawChildEnd(x, y, side, unique) {
    const foot = unique ? `M${x + side * 6} ${y - 5}v10` : `M${x} ${y - 6}L${x + side * 10} ${y}L${x} ${y + 6}`;
    return [draw("path", { class: "end", d: foot }), draw("circle", { cx: x + side * 14, cy: y, r: 4 })];
}

/**
 * Return a drawing that can be moved and zoomed, with its buttons and a caption. `columnsOf` tells
 * which columns of a table are drawn, and `lookOf` how its box looks.
 */
function figure(caption, links, { boxes, rails, size: [width, height] }, columnsOf, lookOf) {
    const margin = 28;
    const all = [-margin, -margin, width + 2 * margin, height + 2 * margin];
    const drawing = draw(
        "svg",
        { role: "group", tabindex: "0", "aria-label": `${caption} Move with the arrows, zoom with + and −, 0 shows all.` },
        links.map((link) => drawLink(link, boxes, rails, columnsOf)),
        [...boxes].map(([name, box]) => drawBox(name, columnsOf(name), box, lookOf(name))),
    );
    drawing.style.setProperty("--tall", `${all[3]}px`);
    const view = movable(drawing, all);
    const tool = (text, name, action) => {
        const button = make("button", { type: "button", title: name, "aria-label": name }, text);
        button.addEventListener("click", action);
        return button;
    };
    const whole = make("figure", {}, drawing, make("figcaption", {}, caption, make("span", { class: "hint" }, HINT)));
    whole.append(
        make(
            "div",
            { class: "tools" },
            tool("+", "Zoom in", () => view.zoom(0.75)),
            tool("−", "Zoom out", () => view.zoom(1 / 0.75)),
            tool("Fit", "Fit all of it", view.fit),
            tool("Full", "Full screen", () => (document.fullscreenElement ? document.exitFullscreen() : whole.requestFullscreen())),
        ),
    );
    drawing.addEventListener("pointerover", (event) => light(drawing, event.target));
    drawing.addEventListener("focusin", (event) => light(drawing, event.target));
    return whole;
}

/* Show which lines belong to the table that is looked at. */
function light(drawing, target) {
    const table = target.closest("[data-table]")?.dataset.table;
    for (const group of drawing.querySelectorAll("g[data-ends]")) {
        group.classList.toggle("lit", table !== undefined && JSON.parse(group.dataset.ends).includes(table));
    }
}

/* Let a drawing be dragged, zoomed with Ctrl and the wheel, and moved with keys. */
function movable(drawing, all) {
    let box = [...all];
    const apply = () => drawing.setAttribute("viewBox", box.map((one) => one.toFixed(1)).join(" "));
    const zoom = (factor, at = [0.5, 0.5]) => {
        const by = Math.min(Math.max(factor, 60 / box[2]), (4 * all[2]) / box[2]);
        box = [box[0] + box[2] * (1 - by) * at[0], box[1] + box[3] * (1 - by) * at[1], box[2] * by, box[3] * by];
        apply();
    };
    const move = (x, y) => {
        box = [box[0] + x, box[1] + y, box[2], box[3]];
        apply();
    };
    const fit = () => {
        box = [...all];
        apply();
    };
    drawing.addEventListener("keydown", (event) => {
        const step = box[2] / 10;
        const actions = {
            "+": () => zoom(0.75), "=": () => zoom(0.75), "-": () => zoom(1 / 0.75), 0: fit,
            ArrowLeft: () => move(-step, 0), ArrowRight: () => move(step, 0),
            ArrowUp: () => move(0, -step), ArrowDown: () => move(0, step),
        };
        if (actions[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            actions[event.key]();
        }
    });
    drawing.addEventListener("wheel", (event) => {
        if (event.ctrlKey || event.metaKey || document.fullscreenElement) {
            event.preventDefault();
            const place = drawing.getBoundingClientRect();
            zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, [(event.clientX - place.left) / place.width, (event.clientY - place.top) / place.height]);
        }
    }, { passive: false });
    draggable(drawing, (x, y) => {
        const place = drawing.getBoundingClientRect();
        const scale = Math.max(box[2] / place.width, box[3] / place.height);
        move(-x * scale, -y * scale);
    });
    apply();
    return { zoom, fit };
}

/*
 * A pointer that has moved has dragged, and then clicks nothing: not every browser gives the click
 * to whoever has captured the pointer.
 */
function draggable(drawing, moved) {
    let last = null;
    let far = 0;
    drawing.addEventListener("pointerdown", (event) => {
        [last, far] = [event.button === 0 ? [event.clientX, event.clientY] : null, 0];
    });
    drawing.addEventListener("pointermove", (event) => {
        if (last) {
            const [x, y] = [event.clientX - last[0], event.clientY - last[1]];
            far += Math.abs(x) + Math.abs(y);
            if (far > 4) {
                drawing.setPointerCapture(event.pointerId);
                drawing.classList.add("dragged");
                moved(x, y);
            }
            last = [event.clientX, event.clientY];
        }
    });
    const end = () => {
        last = null;
        drawing.classList.remove("dragged");
    };
    drawing.addEventListener("pointerup", end);
    drawing.addEventListener("pointercancel", end);
    drawing.addEventListener("dragstart", (event) => event.preventDefault());
    drawing.addEventListener("click", (event) => far > 4 && event.preventDefault(), true);
}
