// Every visible piece of text inside an element whose contrast with what is behind it is below the limit of WCAG AA:
// 4.5 : 1, or 3 : 1 for large text. https://www.w3.org/TR/WCAG22/#contrast-minimum
root => {
    const parse = color => {
        const parts = color.match(/[\d.]+/g).map(Number);
        return { r: parts[0], g: parts[1], b: parts[2], a: parts.length > 3 ? parts[3] : 1 };
    };
    const channel = value => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    };
    const luminance = c => 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b);
    const over = (top, below) => ({
        r: top.r * top.a + below.r * (1 - top.a),
        g: top.g * top.a + below.g * (1 - top.a),
        b: top.b * top.a + below.b * (1 - top.a),
        a: 1,
    });
    const groundOf = element => {
        const layers = [];
        for (let node = element; node; node = node.parentElement) {
            layers.push(parse(getComputedStyle(node).backgroundColor));
        }
        return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
    };
    const faults = [];
    let checked = 0;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent.trim();
        const element = walker.currentNode.parentElement;
        const box = element.getBoundingClientRect();
        if (!text || element.closest("svg") || box.width <= 1 || box.height <= 1) {
            continue;
        }
        const style = getComputedStyle(element);
        const ground = groundOf(element);
        const [a, b] = [luminance(over(parse(style.color), ground)), luminance(ground)];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
        checked++;
        if (ratio < (isLarge ? 3 : 4.5)) {
            faults.push(`'${text}' ${style.color} on rgb(${ground.r}, ${ground.g}, ${ground.b}): ${ratio.toFixed(2)}`);
        }
    }
    return { checked, faults };
}
