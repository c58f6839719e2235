/**
 * Draws a tree of plain objects into the page and, when it is drawn again, changes only what is different: what has the
 * focus keeps it, what was typed or unfolded stays.
 */

/** @typedef {string | number | boolean | undefined | ((event: Event) => void)} Prop */
/** @typedef {{ tag: string, props: Readonly<Record<string, Prop>>, children: readonly (Drawn | string)[] }} Drawn */
/** @typedef {Drawn | string | number | false | null | undefined} Leaf */
/** @typedef {Leaf | readonly (Leaf | readonly (Leaf | readonly Leaf[])[])[]} Child */

const SVG = "http://www.w3.org/2000/svg";

/** What each node shows now. @type {WeakMap<Node, Drawn>} */
const shown = new WeakMap();

/**
 * An element to draw. `key` tells brothers apart, so that a row stays the same row when others come before it; `on…` are
 * listeners; `true` is an attribute without value.
 * @param {string} tag
 * @param {Readonly<Record<string, Prop>>} [props]
 * @param {Child[]} children
 * @returns {Drawn}
 */
export function h(tag, props = {}, ...children) {
  return { tag, props, children: flat(children) };
}

/**
 * Makes `children` the content of `parent`, which nobody else may touch.
 * @param {Element} parent
 * @param {Child[]} children
 */
export function draw(parent, ...children) {
  drawChildren(parent, flat(children));
}

/**
 * @param {readonly Child[]} children
 * @returns {(Drawn | string)[]}
 */
function flat(children) {
  return children.flatMap((child) => {
    if (child === undefined || child === null || child === false) {
      return [];
    }
    if (typeof child === "number") {
      return [String(child)];
    }
    return Array.isArray(child) ? flat(child) : [/** @type {Drawn | string} */ (child)];
  });
}

/**
 * @param {Element} parent
 * @param {readonly (Drawn | string)[]} children
 */
function drawChildren(parent, children) {
  const unused = new Set(parent.childNodes);
  const nodes = children.map((child) => {
    const node = takeSame(unused, child) ?? create(parent, child);
    update(node, child);
    return node;
  });
  for (const node of unused) {
    node.remove();
  }
  let next = parent.firstChild;
  for (const node of nodes) {
    if (node === next) {
      next = next.nextSibling;
    } else {
      parent.insertBefore(node, next);
    }
  }
}

/**
 * The first node that shows the same thing as it is to be drawn, no longer among the unused.
 * @param {Set<Node>} unused
 * @param {Drawn | string} child
 */
function takeSame(unused, child) {
  for (const node of unused) {
    if (isSame(node, child)) {
      unused.delete(node);
      return node;
    }
  }
  return undefined;
}

/**
 * @param {Node} node
 * @param {Drawn | string} child
 */
function isSame(node, child) {
  if (typeof child === "string") {
    return node.nodeType === Node.TEXT_NODE;
  }
  const old = shown.get(node);
  return old !== undefined && old.tag === child.tag && old.props.key === child.props.key;
}

/**
 * @param {Element} parent
 * @param {Drawn | string} child
 */
function create(parent, child) {
  if (typeof child === "string") {
    return document.createTextNode(child);
  }
  const isSvg = child.tag === "svg" || parent.namespaceURI === SVG;
  return isSvg ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
}

/**
 * @param {Node} node
 * @param {Drawn | string} child
 */
function update(node, child) {
  if (typeof child === "string") {
    if (node.nodeValue !== child) {
      node.nodeValue = child;
    }
    return;
  }
  const element = /** @type {Element} */ (node);
  const old = shown.get(element)?.props ?? {};
  for (const name of new Set([...Object.keys(old), ...Object.keys(child.props)])) {
    if (name !== "key" && old[name] !== child.props[name]) {
      setProp(element, name, child.props[name]);
    }
  }
  shown.set(element, child);
  drawChildren(element, child.children);
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {Prop} value
 */
function setProp(element, name, value) {
  if (name.startsWith("on")) {
    Object.assign(element, { [name]: value ?? null });
  } else if (value === undefined || value === false) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}
