// The pad: ink shows at once, and the page is told once per frame where the pen went.

const step = 1 / 40;                        // Of the pad's side, for one press of an arrow key.
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The pen may leave the pad while it is down; its line does not.
const inside = place => Math.min(Math.max(place, 0), 1);

export function attach(canvas, cursor, page) {
    const side = canvas.width;
    const context = canvas.getContext('2d');
    context.strokeStyle = '#1b1a18';
    context.lineWidth = side / 14;
    context.lineCap = context.lineJoin = 'round';

    let last = null;                        // Where the pen is while it is down.
    const key = { x: 0.5, y: 0.25, down: false };
    let untold = [];                        // Movements that the page has not been told of.

    function tell() {
        const movements = untold;
        untold = [];
        for (const { begins, points } of movements)
            page.invokeMethod('Draw', begins, points);
    }

    function ink(x, y) {
        const from = last ?? { x, y };
        context.beginPath();
        context.moveTo(side * from.x, side * from.y);
        context.lineTo(side * x, side * y);
        context.stroke();
        last = { x, y };
    }

    function move(x, y) {
        const begins = last === null;
        ink(x, y);
        if (untold.length === 0)
            requestAnimationFrame(tell);
        if (begins || untold.length === 0)
            untold.push({ begins, points: [] });
        untold.at(-1).points.push(x, y);
    }

    function follow(event) {
        const box = canvas.getBoundingClientRect();
        const moves = event.getCoalescedEvents?.() ?? [];
        for (const e of moves.length > 0 ? moves : [event])
            move(inside((e.clientX - box.left) / box.width), inside((e.clientY - box.top) / box.height));
    }

    canvas.addEventListener('pointerdown', event => {
        if (!event.isPrimary || event.button !== 0)
            return;
        canvas.setPointerCapture(event.pointerId);
        lift();
        follow(event);
    });
    canvas.addEventListener('pointermove', event => {
        if (canvas.hasPointerCapture(event.pointerId))
            follow(event);
    });
    canvas.addEventListener('lostpointercapture', lift);

    canvas.addEventListener('keydown', event => {
        const arrow = arrows[event.key];
        if (event.key === 'Escape') {
            page.invokeMethodAsync('ClearAsync');
        } else if (event.key === ' ' && event.repeat) {
            // Held for long it is one press.
        } else if (event.key === ' ') {
            key.down = !key.down;
            last = null;
            if (key.down)
                move(key.x, key.y);
        } else if (arrow) {
            key.x = inside(key.x + step * arrow[0]);
            key.y = inside(key.y + step * arrow[1]);
            if (key.down)
                move(key.x, key.y);
        } else {
            return;
        }
        event.preventDefault();
        showCursor();
    });
    canvas.addEventListener('blur', lift);

    function lift() {
        last = null;
        key.down = false;
        showCursor();
    }

    function showCursor() {
        cursor.style.left = `${100 * key.x}%`;
        cursor.style.top = `${100 * key.y}%`;
        cursor.classList.toggle('down', key.down);
    }

    showCursor();
    canvas.dataset.ready = true;
    return {
        // Strokes in place of what is drawn; the page knows them already.
        show(strokes) {
            context.clearRect(0, 0, side, side);
            untold = [];
            lift();
            for (const points of strokes) {
                for (let i = 0; i < points.length; i += 2)
                    ink(points[i], points[i + 1]);
                last = null;
            }
        },
    };
}
