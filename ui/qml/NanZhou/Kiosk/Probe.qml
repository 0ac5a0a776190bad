import QtQuick

// Looks at the window from inside the engine, so that nobody outside ever holds an item.
QtObject {
    id: probe
    required property Window window

    function all(item: Item, out: var): var {
        for (const child of item.children) {
            out.push(child);
            all(child, out);
        }
        return out;
    }
    function everything(): var {
        const found = all(window.contentItem, []);
        found.forEach(item => item.ensurePolished());
        return found;
    }
    function shown(item: Item): bool {
        for (let each = item; each; each = each.parent) {
            if (!each.visible || each.opacity < 0.05)
                return false;
        }
        return true;
    }
    function named(name: string): var {
        const found = everything().filter(item => item.objectName === name);
        return found.filter(item => item.visible).pop() ?? found.pop() ?? null;
    }
    // The part of an item that is inside the window and every clipping ancestor, in window pixels.
    function seen(item: Item): rect {
        let box = item.mapToItem(null, 0, 0, item.width, item.height);
        const limits = [Qt.rect(0, 0, window.width, window.height)];
        for (let each = item.parent; each; each = each.parent) {
            if (each.clip)
                limits.push(each.mapToItem(null, 0, 0, each.width, each.height));
        }
        for (const limit of limits) {
            const left = Math.max(box.x, limit.x), top = Math.max(box.y, limit.y);
            const right = Math.min(box.x + box.width, limit.x + limit.width);
            const bottom = Math.min(box.y + box.height, limit.y + limit.height);
            box = Qt.rect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
        }
        return box;
    }
    function told(item: Item): var {
        const box = item.mapToItem(null, 0, 0, item.width, item.height);
        const part = seen(item);
        return {
            name: item.objectName, x: box.x, y: box.y, width: box.width, height: box.height,
            touchX: part.x + part.width / 2, touchY: part.y + part.height / 2,
            seen: part.width * part.height, visible: shown(item), enabled: item.enabled && !window["settling"]
        };
    }
    function where(name: string): string {
        const item = named(name);
        return item ? JSON.stringify(told(item)) : "null";
    }
    // Scrolls whatever holds the item until the item is in view.
    function reveal(name: string): void {
        const item = named(name);
        for (let each = item?.parent; each; each = each.parent) {
            if (each instanceof Flickable) {
                const at = item.mapToItem(each.contentItem, 0, 0, item.width, item.height);
                const lowest = Math.max(0, each.contentHeight - each.height);
                each.contentY = Math.max(0, Math.min(lowest, at.y - (each.height - at.height) / 2));
            }
        }
    }
    function read(name: string, property: string): string {
        const item = named(name);
        return JSON.stringify(item ? item[property] ?? null : null);
    }
    // Every control that can be pressed: its size in pixels of the window and what a screen reader says.
    function controls(): string {
        return JSON.stringify(everything().filter(item => item.down !== undefined && shown(item)).map(item => {
            const told = probe.told(item);
            told.spoken = item.Accessible.name;
            told.scrolled = probe.scrolled(item);
            return told;
        }));
    }
    // Every text that is shown: whether it fits its place, and where it is.
    function texts(): string {
        return JSON.stringify(everything().filter(item => item.paintedWidth !== undefined && item.font !== undefined
                && item.text && shown(item)).map(item => {
            const box = item.mapToItem(null, 0, 0, item.width, item.height);
            const loose = item.horizontalAlignment === Text.AlignRight ? item.width - item.paintedWidth
                : item.horizontalAlignment === Text.AlignHCenter ? (item.width - item.paintedWidth) / 2 : 0;
            const ink = item.mapToItem(null, loose, 0, item.paintedWidth, item.height);
            return {
                text: item.text, size: item.fontInfo ? Math.min(item.fontInfo.pixelSize, item.font.pixelSize) : item.font.pixelSize,
                truncated: item.truncated ?? false, wide: item.paintedWidth - item.width, high: item.paintedHeight - item.height,
                lines: item.lineCount ?? 1, leading: item.paintedHeight / (item.lineCount ?? 1) / item.font.pixelSize,
                x: box.x, y: box.y, width: box.width, height: box.height, inkX: ink.x, inkWidth: ink.width,
                scrolled: probe.scrolled(item), spilt: probe.spilt(item)
            };
        }));
    }
    // Whether an item runs over the edge of the sheet it stands on; what scrolls may.
    function spilt(item: Item): bool {
        for (let each = item.parent; each; each = each.parent) {
            if (each.clip)
                return false;
            if (each.radius >= 18 && each.visible) {
                const at = item.mapToItem(each, 0, 0, item.width, item.height);
                return at.x < -1 || at.y < -1 || at.x + at.width > each.width + 1 || at.y + at.height > each.height + 1;
            }
        }
        return false;
    }
    function scrolled(item: Item): bool {
        for (let each = item.parent; each; each = each.parent) {
            if (each instanceof Flickable)
                return each.contentHeight > each.height + 1;
        }
        return false;
    }
}
